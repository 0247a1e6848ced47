"""Random walks: two endpoints that mostly behave and sometimes send anything. What no one thought of as a scenario is found here."""
import random

from packets import MSS, SACK_PERMITTED, sack, wscale
from recording import Recording


def options(dice: random.Random, syn: bool, edge: int) -> bytes:
    if syn:
        out = b''
        if dice.random() < .6:
            out += wscale(dice.choice((0, 1, 3, 7, 14, 15)))
        if dice.random() < .6:
            out += SACK_PERMITTED
        return out + (MSS if dice.random() < .5 else b'')
    if dice.random() < .15:
        left = edge + dice.choice((-3000, 0, 500, 4000))
        return b'\1\1' + sack((left, left + dice.choice((1, 1000, 5000))))
    return b''


def walk(r: Recording, seed: int, steps: int) -> None:
    dice = random.Random(seed)
    base = dice.choice((1000, 0xfffff000, 0x7ffff000, dice.getrandbits(32)))
    nxt = {'c': base, 's': (base + dice.choice((70000, 0x80000000, 123456789))) & 0xffffffff}
    seen = {'c': 0, 's': 0}
    if dice.random() < .8:
        r.seg('c', 'S', nxt['c'], options=options(dice, True, 0), win=dice.choice((0, 100, 5000, 65535)))
        nxt['c'] += 1
        if dice.random() < .9:
            r.seg('s', 'SA', nxt['s'], nxt['c'], options=options(dice, True, 0), win=dice.choice((0, 100, 5000, 65535)))
            nxt['s'] += 1
            if dice.random() < .9:
                r.seg('c', 'A', nxt['c'], nxt['s'], win=dice.choice((100, 5000, 65535)))
    last = ('c', 'A', nxt['c'], nxt['s'], 100)
    for _ in range(steps):
        side = dice.choice('cs')
        other = 's' if side == 'c' else 'c'
        if dice.random() < .1:
            side, flags, seq, ack, win = last
            length = 0
        else:
            flags = dice.choices(('A', 'PA', 'FA', 'S', 'SA', 'R', 'RA'), (50, 12, 7, 9, 8, 7, 3))[0]
            near = (0, 0, 0, 0, 0, -1, 1, -10, 10, -700, 700, -6000, 6000, -70000, 70000)
            seq = nxt[side] + dice.choice(near)
            ack = nxt[other] + dice.choice(near)
            if dice.random() < .04:
                seq = dice.choice((0, dice.getrandbits(32)))
            if dice.random() < .04:
                ack = dice.choice((0, dice.getrandbits(32)))
            if dice.random() < .15:
                seq = seen[side]
            length = 0 if dice.random() < .5 else dice.choice((1, 19, 500, 1400))
            if 'S' in flags and dice.random() < .8:
                length = 0
            win = dice.choice((0, 1, 100, 1000, 5000, 65535))
        r.seg(side, flags, seq, ack, win=win, data=bytes(length), options=options(dice, 'S' in flags, nxt[other]))
        last = (side, flags, seq, ack, win)
        seen[side], seen[other] = seq, ack
        end = seq + length + ('S' in flags) + ('F' in flags)
        if dice.random() < .6:
            nxt[side] = end & 0xffffffff
    r.fresh()
