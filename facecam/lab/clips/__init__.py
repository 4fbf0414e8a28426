"""How smoothly, how soon and how rightly faces are named in clips."""
