"""Face detection.

mtcnn    the cascade of three networks
pyramid  the picture at halving sizes, from which the networks' inputs are cut
upright  pictures turned until their faces are upright
"""
