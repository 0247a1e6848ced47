#!/usr/bin/env python3
"""Writes test/golden/netfilter anew: every scenario, and the random walks. Run as root: test/make/kernel/record.py [FOLDER [WALKS [SEED [SCENARIO…]]]]

It makes two network namespaces and removes them; nothing outside them is touched. Takes about a minute (timeouts are waited for)."""
import os
import sys

from firewall import Firewall, kernel
from recording import Recording
from scenarios import SCENARIOS
from walks import walk

HERE = os.path.dirname(os.path.abspath(__file__))
folder = sys.argv[1] if len(sys.argv) > 1 else f'{HERE}/../../golden/netfilter'
walks = int(sys.argv[2]) if len(sys.argv) > 2 else 50
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1

with Firewall() as wall:
    for name, story in SCENARIOS.items():
        if len(sys.argv) > 4 and name not in sys.argv[4:]:
            continue
        recording = Recording(wall, name, folder)
        story(recording)
        recording.save()
    if walks > 0:
        recording = Recording(wall, 'random-walks', folder)
        for i in range(walks):
            wall.flush()
            walk(recording, seed + i, 40)
        recording.save()
with open(f'{folder}/KERNEL', 'w') as out:
    out.write(f'Linux {kernel()}\n')
