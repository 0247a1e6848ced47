// Frames whose size says something about how they were captured: cut by the snap length, or larger than any that a wire carries.

/** No frame of 1,500 bytes in VLANs or tunnels of the link is larger. */
export const ORDINARY_FRAME = 1_600;

export class FrameSizes {
  cut = 0;
  large = 0;
  largest = 0;

  /** A frame with `captured < wire || wire > ORDINARY_FRAME`. */
  add(captured: number, wire: number): void {
    if (captured < wire) this.cut++;
    if (wire <= ORDINARY_FRAME) return;
    this.large++;
    if (wire > this.largest) this.largest = wire;
  }
}
