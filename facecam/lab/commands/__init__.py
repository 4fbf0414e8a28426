"""What the command line offers for measuring.

evaluate    ``facecam evaluate``: how accurate is it? One module a subcommand
benchmark   ``facecam benchmark``: how fast is it? One module a subcommand
"""
