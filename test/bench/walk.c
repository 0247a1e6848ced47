/* The floor of every comparison: walks the record headers of a pcap file in 512 KiB reads, adds up what they say, and prints
 * "PACKETS BYTES SECONDS CPU-SECONDS" for each of TIMES walks. Times itself, so that the start of a process is in no ratio.
 * Command: walk FILE TIMES */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 512 * 1024, FILE_HEADER = 24, RECORD_HEADER = 16 };

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int walk(const char *path, unsigned char *block) {
  double began = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return perror(path), 1;
  uint64_t packets = 0, bytes = 0, skip = FILE_HEADER;
  size_t kept = 0;
  ssize_t got;
  while ((got = read(fd, block + kept, BLOCK)) > 0) {
    size_t size = kept + (size_t)got, at = 0;
    for (;;) {
      if (skip > size - at) { skip -= size - at; at = size; break; }
      at += skip;
      skip = 0;
      if (size - at < RECORD_HEADER) break;
      uint32_t captured, wire;
      memcpy(&captured, block + at + 8, 4);
      memcpy(&wire, block + at + 12, 4);
      packets++;
      bytes += wire;
      at += RECORD_HEADER;
      skip = captured;
    }
    kept = size - at;
    memmove(block, block + at, kept);
  }
  close(fd);
  printf("%llu %llu %.9f %.9f\n", (unsigned long long)packets, (unsigned long long)bytes, now(CLOCK_MONOTONIC) - began, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return got < 0;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  unsigned char *block = malloc(BLOCK + RECORD_HEADER);
  for (int i = atoi(words[2]); i > 0; i--) if (walk(words[1], block)) return 1;
  return 0;
}
