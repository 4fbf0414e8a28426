"""How long the parts and the whole take, beside others and beside what the machine can do."""
