#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""For text cases: interrupts a command while it works, later and later until it
was caught: until it leaves a file, or complains.

usage: interrupt.py FILE COMMAND...     FILE is there
       interrupt.py --says COMMAND...   something stands on standard error

Prints how it ended and what it said.
"""
import os
import signal
import subprocess
import sys
import time


def ended(status):
    return signal.Signals(-status).name if status < 0 else "exit %d" % status


def main():
    wanted, command = sys.argv[1], sys.argv[2:]
    delay = 0.1
    while delay < 60:
        work = subprocess.Popen(command, stderr=subprocess.PIPE)
        time.sleep(delay)
        work.send_signal(signal.SIGINT)
        said = work.communicate()[1].decode()
        caught = said if wanted == "--says" else os.path.exists(wanted)
        if caught:
            print(" ".join([ended(work.returncode)] + said.split()))
            return 0
        if work.returncode == 0:
            break
        delay *= 1.3
    print("it ended before it could be interrupted")
    return 1


if __name__ == "__main__":
    sys.exit(main())
