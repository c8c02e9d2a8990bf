/** Bytes of a block. */
const blockBytes = 64 * 1024;

/** Many small pieces of bytes, kept as few large ones: as objects, fifty thousand of them take as much again. */
export class ByteList {
  private readonly full: Buffer[] = [];
  private block: Buffer | undefined;
  private used = 0;

  /** Copies the piece. */
  add(piece: Uint8Array): void {
    this.roomFor(piece.length).set(piece, this.used);
    this.used += piece.length;
  }

  /** As UTF-8. */
  addText(text: string): void {
    const room = this.roomFor(text.length * 3);
    this.used += room.write(text, this.used);
  }

  /** In order. A piece is complete in one of them. */
  blocks(): readonly Buffer[] {
    this.close();
    return this.full;
  }

  private roomFor(length: number): Buffer {
    if (this.block && this.used + length <= this.block.length) return this.block;
    this.close();
    return (this.block = Buffer.allocUnsafeSlow(Math.max(blockBytes, length)));
  }

  private close(): void {
    if (this.block && this.used > 0) this.full.push(this.block.subarray(0, this.used));
    this.block = undefined;
    this.used = 0;
  }
}
