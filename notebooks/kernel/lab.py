"""Starts JupyterLab; started by the Go package beside it with JupyterLab's own arguments.

Standard input is held open by the caller: its end means that the caller is gone, and the server, with the
kernels it runs, goes too.
"""

import os
import signal
import sys
import threading

from jupyterlab.labapp import main


def follow_parent():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=follow_parent, daemon=True).start()
sys.exit(main())
