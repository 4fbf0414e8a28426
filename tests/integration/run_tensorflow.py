"""Run networks on the TensorFlow backend: ``MODEL_FOLDER DATA_FOLDER NAME...``.

The data folder holds the pictures as ``NAME.npy`` and gets the outputs as
``NAME.npz``. In a process of its own, so that TensorFlow stays out of the tests'.
"""

import sys
from pathlib import Path

import numpy as np

from facecam.network import Backend, open_network

model, data = map(Path, sys.argv[1:3])
for name in sys.argv[3:]:
    network = open_network(model, name, Backend.TENSORFLOW, threads=1)
    answers = network.run(image=np.load(data / f"{name}.npy"))
    np.savez(data / f"{name}.npz", allow_pickle=False, **answers)
