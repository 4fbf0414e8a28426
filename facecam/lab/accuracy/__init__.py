"""How often the right person is named, and a stranger: on folders of pictures."""
