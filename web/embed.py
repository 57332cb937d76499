#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bundles the page's style and script and writes them as a C source.

embed.py ESBUILD FOLDER OUT.c [NODE_PATH]
"""
import base64
import hashlib
import os
import re
import subprocess
import sys


def bundle(esbuild, path, node_path, *options):
    """The bundled, minified text of one entry file."""
    environment = dict(os.environ, NODE_PATH=node_path)
    command = [esbuild, path, "--bundle", "--minify", "--charset=utf8",
               "--log-level=warning", *options]
    return subprocess.run(command, check=True, env=environment,
                          stdout=subprocess.PIPE).stdout.strip()


def array(name, data):
    """A C array of the bytes with its size; a 0 stands behind them."""
    rows = []
    for start in range(0, len(data), 20):
        chunk = data[start:start + 20]
        rows.append("".join("%d," % (b - 256 if b > 127 else b) for b in chunk))
    return ("const char %s[] = {\n%s\n0};\nconst size_t %s_size = %d;\n"
            % (name, "\n".join(rows), name, len(data)))


def policy(name, data):
    """The hash that a content security policy asks for."""
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return "const char %s_hash[] = \"'sha256-%s'\";\n" % (name, digest)


def main(arguments):
    esbuild, folder, out = arguments[:3]
    node_path = arguments[3] if len(arguments) > 3 else "/usr/share/nodejs"
    parts = {
        "assay_web_style": bundle(esbuild, os.path.join(folder, "report.css"),
                                  node_path),
        "assay_web_script": bundle(esbuild, os.path.join(folder, "report.js"),
                                   node_path, "--target=es2019"),
    }
    text = "// Made by web/embed.py.\n#include \"tell/html_bundle.h\"\n\n"
    for name, data in parts.items():
        if re.search(rb"</(script|style)|<!--", data, re.IGNORECASE):
            sys.exit("embed.py: %s would end its element" % name)
        text += array(name, data) + policy(name, data)
    with open(out, "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
