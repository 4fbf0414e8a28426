"""Run networks on the TensorFlow backend: ``KIND MODEL_FOLDER DATA_FOLDER NAME...``.

The data folder holds the pictures as ``NAME.npy`` and gets the outputs as
``NAME.npz``. In a process of its own, so that TensorFlow stays out of the tests'.
"""

import sys
from pathlib import Path

import numpy as np

from facecam.network import Backend, open_network
from facecam.weights.manifest import KINDS
from facecam.weights.store import open_model

kind = next(known for known in KINDS if known == sys.argv[1])
model, data = open_model(Path(sys.argv[2]), kind), Path(sys.argv[3])
for name in sys.argv[4:]:
    network = open_network(model, name, Backend.TENSORFLOW, threads=1)
    answers = network.run(image=np.load(data / f"{name}.npy"))
    np.savez(data / f"{name}.npz", allow_pickle=False, **answers)
