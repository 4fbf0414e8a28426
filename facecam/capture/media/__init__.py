"""Moving pictures from bytes: found, limited, decoded, turned upright and put in time.

    source = open(path, "rb")                 a ByteSource: a file, a Pipe or an HttpBody
    allowance = Allowance()                   what one picture may take
    container = open_bytes(title, source, allowance)
    Recording(container).read()               the next picture with its position

FFmpeg does the work, through PyAV. It gets bytes, never names: it cannot open
a file or an address of its own accord. RTSP alone is left to its network.
"""
