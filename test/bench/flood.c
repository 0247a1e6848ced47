/* Sends TCP connections at a given rate out of one interface, frames made beforehand, many at a call: flood DEVICE PACKETS_A_SECOND SECONDS.
   Each connection has a handshake, data with acknowledgements and an end. Prints how many packets were sent and the processor time it took. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <net/ethernet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

static const double MOST_BEHIND = 0.01;
enum { FLOWS = 512, BATCH = 64, STEPS = 24, HEADERS = 54, PAYLOAD = 64 };

struct flow { uint32_t address; uint16_t port; uint16_t step; uint32_t seq, ack; };
static struct flow flows[FLOWS];
static uint8_t frames[BATCH][HEADERS + PAYLOAD];
static struct mmsghdr messages[BATCH];
static struct iovec pieces[BATCH];
static uint32_t made;

static void put16(uint8_t *at, uint16_t value) { at[0] = value >> 8; at[1] = value; }
static void put32(uint8_t *at, uint32_t value) { put16(at, value >> 16); put16(at + 2, value); }

static void begin(struct flow *flow) {
  uint32_t number = made++;
  flow->address = 0x0a000000 | (number / 50000 & 0xffff) << 4 | 1;
  flow->port = 10000 + number % 50000;
  flow->step = 0;
  flow->seq = number * 2654435761u;
  flow->ack = number * 40503u;
}

/* The next packet of a connection: 0-2 handshake, then data and its acknowledgement by turns, at last FIN, FIN ACK, ACK. */
static int next(struct flow *flow, uint8_t *frame) {
  int step = flow->step++, from_client = 1, flags = 0x10, payload = 0;
  uint32_t seq = flow->seq, ack = flow->ack;
  if (step == 0) { flags = 0x02; ack = 0; }
  else if (step == 1) { from_client = 0; flags = 0x12; flow->seq++; }
  else if (step == 2) { flow->ack++; ack++; }
  else if (step == STEPS - 3) { flags = 0x11; }
  else if (step == STEPS - 2) { from_client = 0; flags = 0x11; flow->seq++; }
  else if (step == STEPS - 1) { flow->ack++; ack++; }
  else if (step & 1) { payload = PAYLOAD; flags = 0x18; flow->seq += PAYLOAD; }
  else from_client = 0;
  seq = step == 1 || !from_client ? 0 : seq;
  if (!from_client) { seq = flow->ack; ack = flow->seq; }
  uint32_t client = flow->address, server = 0x0a800001;
  put16(frame + 16, 40 + payload);
  put32(frame + 26, from_client ? client : server);
  put32(frame + 30, from_client ? server : client);
  put16(frame + 34, from_client ? flow->port : 443);
  put16(frame + 36, from_client ? 443 : flow->port);
  put32(frame + 38, seq);
  put32(frame + 42, ack);
  frame[47] = flags;
  if (flow->step == STEPS) begin(flow);
  return HEADERS + payload;
}

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }

int main(int count, char **words) {
  if (count != 4) { fprintf(stderr, "flood DEVICE PACKETS_A_SECOND SECONDS\n"); return 2; }
  double rate = atof(words[2]), seconds = atof(words[3]);
  int out = socket(AF_PACKET, SOCK_RAW, 0);
  int bypass = 1;
  struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = if_nametoindex(words[1]) };
  if (out < 0 || bind(out, (struct sockaddr *)&to, sizeof to) != 0) { perror(words[1]); return 1; }
  setsockopt(out, SOL_PACKET, 20 /* PACKET_QDISC_BYPASS */, &bypass, sizeof bypass);
  for (int i = 0; i < FLOWS; i++) begin(&flows[i]);
  for (int i = 0; i < BATCH; i++) {
    uint8_t *frame = frames[i];
    memset(frame, 2, 12);
    put16(frame + 12, 0x0800);
    frame[14] = 0x45; frame[22] = 64; frame[23] = 6;
    frame[46] = 0x50;
    put16(frame + 48, 0xffff);
    pieces[i].iov_base = frame;
    messages[i].msg_hdr.msg_iov = &pieces[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  uint64_t sent = 0;
  int at = 0;
  double begun = now(), start = begun, end = begun + seconds, late = 0;
  for (;;) {
    double passed = now() - start;
    if (start + passed >= end || start + passed >= begun + 3 * seconds) break;
    double due = rate * passed;
    if (due - sent < BATCH) { struct timespec nap = { 0, 200000 }; nanosleep(&nap, NULL); continue; }
    /* A sender that got no core must not make up for it in a burst that no network would carry. */
    if ((due - sent) / rate > late) late = (due - sent) / rate;
    if (due - sent > rate * MOST_BEHIND) { start += (due - sent) / rate - MOST_BEHIND; end += (due - sent) / rate - MOST_BEHIND; }
    for (int i = 0; i < BATCH; i++) {
      pieces[i].iov_len = next(&flows[at], frames[i]);
      at = (at + 1) % FLOWS;
    }
    for (int done = 0; done < BATCH;) {
      int now_sent = sendmmsg(out, messages + done, BATCH - done, 0);
      if (now_sent > 0) done += now_sent;
    }
    sent += BATCH;
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%llu %.3f %.3f %.3f\n", (unsigned long long)sent, now() - begun,
    used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6, late);
  return 0;
}
