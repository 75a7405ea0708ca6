package io.signalbox.journal;

/**
 * Into what pieces an index cuts a segment: the more a segment holds, the larger they are.
 *
 * @param stretchBytes whole batches that are read and checked together
 * @param blockBytes posting lists that are read and checked together
 * @param postings most of one part, so that making it takes bounded memory
 * @param partBytes of the segment that one part covers
 */
record IndexSizes(int stretchBytes, int blockBytes, int postings, int partBytes) {
    static IndexSizes of(int segmentBytes) {
        return new IndexSizes(
                Math.clamp(segmentBytes >> 12, 256, 32 << 10),
                Math.clamp(segmentBytes >> 15, 64, 4 << 10),
                Math.clamp(segmentBytes >> 10, 64, 1 << 17),
                Math.clamp(segmentBytes >> 3, 4 << 10, 16 << 20));
    }
}
