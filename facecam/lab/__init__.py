"""How accurate and how fast the program is, measured; nothing of the product imports it.

    accuracy      on folders of pictures: one person or two, and who is it?
    clips         in the window and on films: how smoothly, how soon and how rightly named
    speed         how long parts and the whole take, beside other programs and the machine
    commands      ``facecam evaluate`` and ``facecam benchmark``
    memory        how much memory a process takes

Nothing but ``commands`` and ``speed.milestones`` prints. See docs/accuracy.md and
docs/benchmarks.md for what was measured and how.
"""
