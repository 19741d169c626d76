#!/usr/bin/env python3
"""Boots the test image in QEMU and plays what happens to a terminal. Started by run.sh, which makes what it needs.

usage: scenarios.py [--arch amd64|arm64] [--only NAME,…] [--power-cuts N] [--list] [--work DIR] [--site DIR] [--image DIR] [--next DIR]
--work receives disks, consoles and screenshots and holds the camera's film; --site is a demo's passes and trust; --image is
what firmware/image/build --test made, --next the same of a higher version, for the updates. Unhurried scenarios are played last,
two at a time. Prints a table.
"""
import argparse
import concurrent.futures
import os
import subprocess
import sys
import time

import gate_scenarios
import network_scenarios  # noqa: F401: on the list by being imported
import update_scenarios  # noqa: F401: likewise
from machine import MachineError
from stage import LONGEST_EMBEDDING_MS, SCENARIOS, Bench, embedding_ms

RESULTS = {}
MARKS = {"pass": "✓", "skip": "–", "FAIL": "✗"}


def run_one(bench, function):
    if function.__name__ in RESULTS:
        return
    started = time.monotonic()
    print(f"  … {function.__name__}: {function.__doc__.splitlines()[0]}", flush=True)
    try:
        if hasattr(function, "recognises") and embedding_ms() > LONGEST_EMBEDDING_MS:
            result, detail = "skip", f"skipped: this computer embeds a face in {embedding_ms():.0f} ms; in time, emulated, are up to {LONGEST_EMBEDDING_MS} ms"
        else:
            result, detail = "pass", function(bench)
            bench.forget_disks(function.__name__)
    except (MachineError, OSError, ValueError, subprocess.CalledProcessError) as error:
        result, detail = "FAIL", str(error)
    RESULTS[function.__name__] = (result, time.monotonic() - started, detail)
    print(f"  {MARKS[result]} {function.__name__} ({time.monotonic() - started:.0f} s) {detail}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arch", default="amd64")
    parser.add_argument("--work", help="default: build/hardware/ARCH")
    parser.add_argument("--site", default="build/hardware/site")
    parser.add_argument("--image", help="default: build/image/ARCH-test")
    parser.add_argument("--next", help="default: build/image/ARCH-test-next")
    parser.add_argument("--list", action="store_true", help="the names of what is played unless --only says otherwise, marked when unhurried, and nothing else")
    parser.add_argument("--only", default="", help="names, joined by commas")
    parser.add_argument("--power-cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    names = [function.__name__ for function in SCENARIOS]
    unhurried = {function.__name__ for function in SCENARIOS if hasattr(function, "unhurried")}
    usual = names if options.arch == "amd64" else ["power_on"]  # twice as slow; the rest is the same program
    if options.list:
        print("\n".join(name + (" unhurried" if name in unhurried else "") for name in usual))
        return 0
    options.work = options.work or f"build/hardware/{options.arch}"
    options.image = options.image or f"build/image/{options.arch}-test"
    options.next = options.next or f"build/image/{options.arch}-test-next"
    if not os.path.exists(os.path.join(options.image, "disk.img")):
        print("scenarios.py: skipped: there is no image; tests/hardware/run.sh makes it, as root on an amd64 Debian")
        return 77
    if time.time() > float(os.environ.get("GATE_TEST_DEADLINE", "inf")):
        print("scenarios.py: skipped: the time for booting machines is used up (GATE_TEST_DEADLINE)")
        return 77
    bench = Bench(options, lambda self: run_one(self, gate_scenarios.power_on))
    wanted = options.only.split(",") if options.only else usual
    unknown = set(wanted) - set(names)
    if unknown:
        sys.exit(f"scenarios.py: no scenario named {', '.join(sorted(unknown))}")
    chosen = [function for function in SCENARIOS if function.__name__ in wanted]
    for function in chosen:
        if not hasattr(function, "unhurried"):
            run_one(bench, function)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda function: run_one(bench, function), [function for function in chosen if hasattr(function, "unhurried")]))
    print(f"\n{'scenario':32} {'result':6} {'seconds':>7}")
    for name, (result, seconds, _) in RESULTS.items():
        print(f"{name:32} {result:6} {seconds:7.0f}")
    outcomes = [result for result, _, _ in RESULTS.values()]
    print(f"\n{outcomes.count('pass')} of {len(outcomes)} scenarios passed, {outcomes.count('skip')} skipped (seed {options.seed})")
    if "FAIL" in outcomes:
        return 1
    return 77 if all(RESULTS[function.__name__][0] == "skip" for function in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
