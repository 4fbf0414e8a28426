"""Write a small FaceNet as TensorFlow 1 would: ``python make_facenet.py FOLDER``.

It has what the real ones have: a queue in front of ``input``, ``phase_train``
as the switch of batch norm and dropout, reference variables, an ``embeddings``
node. FOLDER gets the frozen graph, the checkpoint, and ``expected.npz`` with
pictures and what TensorFlow 1 makes of them. It is run in a process of its
own, so that TensorFlow stays out of the tests'.
"""

import sys
from pathlib import Path

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
NAME = "20180402-114759"


def batch_norm(x, phase):
    channels = x.shape[-1]
    beta = tf.get_variable("beta", channels, initializer=tf.random_normal_initializer(seed=1))
    mean = tf.get_variable(
        "moving_mean", channels, initializer=tf.random_normal_initializer(seed=2), trainable=False
    )
    variance = tf.get_variable(
        "moving_variance",
        channels,
        initializer=tf.random_uniform_initializer(0.5, 2, seed=3),
        trainable=False,
    )
    scale = tf.ones(channels)

    def training():
        y, batch_mean, _ = tf.nn.fused_batch_norm(x, scale, beta)
        with tf.control_dependencies([tf.assign_sub(mean, 0.1 * (mean - batch_mean))]):
            return tf.identity(y)

    def use():
        return tf.nn.fused_batch_norm(x, scale, beta, mean, variance, is_training=False)[0]

    return tf.cond(phase, training, use)


def facenet():
    phase = tf.placeholder(tf.bool, name="phase_train")
    queue = tf.FIFOQueue(8, [tf.float32], shapes=[(160, 160, 3)])
    x = tf.identity(queue.dequeue_many(2), name="input")
    for i, (channels, stride) in enumerate(((8, 4), (16, 4))):
        with tf.variable_scope(f"block{i}"):
            kernel = tf.get_variable(
                "weights",
                (5, 5, x.shape[-1], channels),
                initializer=tf.random_normal_initializer(stddev=0.2, seed=4),
            )
            x = tf.nn.relu(batch_norm(tf.nn.conv2d(x, kernel, stride, "SAME"), phase))
    x = tf.reduce_mean(x, [1, 2])
    x = tf.cond(phase, lambda: tf.nn.dropout(x, rate=0.5), lambda: tf.identity(x))
    bottleneck = tf.get_variable(
        "bottleneck", (16, 512), initializer=tf.random_normal_initializer(seed=5)
    )
    tf.nn.l2_normalize(tf.matmul(x, bottleneck), 1, name="embeddings")


def frozen(session):
    """Freeze as facenet's own script does, with the repairs that it makes."""
    graph = session.graph.as_graph_def()
    for node in graph.node:
        if node.op == "RefSwitch":
            node.op = "Switch"
        elif node.op == "AssignSub":
            node.op = "Sub"
            node.attr.pop("use_locking", None)
    return tf.graph_util.convert_variables_to_constants(session, graph, ["embeddings"])


def main(folder):
    facenet()
    images = np.random.default_rng(0).uniform(-1, 1, (2, 160, 160, 3)).astype(np.float32)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())

        def embed(phase):
            return session.run("embeddings:0", {"input:0": images, "phase_train:0": phase})

        saver = tf.train.Saver()
        saver.export_meta_graph(str(folder / f"model-{NAME}.meta"))
        saver.save(session, str(folder / f"model-{NAME}.ckpt"), 275, write_meta_graph=False)
        (folder / f"{NAME}.pb").write_bytes(frozen(session).SerializeToString())
        np.savez(folder / "expected.npz", images=images, used=embed(False), trained=embed(True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
