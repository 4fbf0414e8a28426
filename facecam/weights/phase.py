"""Fold away the switches of a TensorFlow 1 graph that a constant False governs.

A ``Switch`` passes its data on at output 0 when its condition is False and at
output 1 when it is True; what hangs on the other output never runs. ``Merge``
passes on whichever of its inputs did run.
"""

from __future__ import annotations

from facecam.weights.graph import GraphDef, NodeDef, node_name

SWITCHES = ("Switch", "RefSwitch")
MERGES = ("Merge", "RefMerge")


def fold_switches(graph: GraphDef, condition: str) -> None:
    """Make each Switch on ``condition``, and each Merge behind one, a plain wire.

    Args:
        graph: changed in place; the nodes of the True branches stay in it, unused.
        condition: the name of the node that is False.
    """
    nodes = {node.name: node for node in graph.node}
    switches = [
        node
        for node in graph.node
        if node.op in SWITCHES and _stands_for(node.input[1], condition, nodes)
    ]
    dead = _never_run(graph, {f"{node.name}:1" for node in switches})
    for node in switches:
        _make_wire(node, node.input[0])
    for node in graph.node:
        if node.op in MERGES:
            running = [given for given in node.input if not _is_dead(given, dead)]
            if len(running) == 1:
                _make_wire(node, running[0])


def _never_run(graph: GraphDef, dead_outputs: set[str]) -> set[str]:
    """Return ``dead_outputs`` and the names of all nodes that wait for one of them."""
    dead = set(dead_outputs)
    before = -1
    while len(dead) > before:  # nodes stand in any order, so until nothing is added
        before = len(dead)
        for node in graph.node:
            given = [_is_dead(name, dead) for name in node.input]
            if given and (all(given) if node.op in MERGES else any(given)):
                dead.add(node.name)
    return dead


def _is_dead(given: str, dead: set[str]) -> bool:
    return given in dead or node_name(given) in dead


def _stands_for(given: str, condition: str, nodes: dict[str, NodeDef]) -> bool:
    node = nodes[node_name(given)]
    while node.op == "Identity":
        node = nodes[node_name(node.input[0])]
    return bool(node.name == condition)


def _make_wire(node: NodeDef, given: str) -> None:
    dtype = node.attr["T"].type
    node.op = "Identity"
    node.ClearField("input")
    node.ClearField("attr")
    node.input.append(given)
    node.attr["T"].type = dtype
