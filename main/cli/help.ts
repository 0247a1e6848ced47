// What `synoptic --help` prints.

export const HELP = `synoptic: every TCP, UDP and ICMP connection as the state machine it is

  synoptic analyze FILE...      what was read, connections by protocol and state
      --connection-limit N      most connections kept in memory; beyond it some are dropped, and counted
      --jsonl KIND              one JSON object a line instead: connections, packets or transitions
      --filter TEXT             only connections that match, and their packets: “tcp.port == 443 and retransmission”
                                FILE may be - for standard input; pcap and pcapng, also gzip-compressed
  synoptic report FILE --out DIR   alerts and figures of a capture, to hand over
      --format LIST             of html, json, csv, pcapng; all of them unless given (pdf: from the window)
      --anonymise               addresses replaced, names left out, payload cut; --key TEXT: the same ones each time
      --title TEXT --author TEXT --filter TEXT
      --mutes FILE              alerts that are held back: the window's settings.json, or a list of
                                {"kind", "host", "peer", "reason"}, null where any will do
      --connections             the connection of an alert goes with its packets
      --force                   replaces the report that is in DIR
  synoptic interfaces [--json]  what can be captured from, by which capturer, and why not
  synoptic doctor [IFACE]       what a capture needs, what is missing, and what helps
      --seconds N | --no-capture   how long it captures to find out; 3 unless given
      --json
  synoptic diagnostics          versions, capturers, settings and the log's end, without addresses and names
  synoptic capture -i IFACE     captures until Ctrl-C, then prints the summary
      -f BPF                    only packets that match the capture filter
      -w FILE                   saves the packets as pcapng
      --seconds N               stops after N seconds
      --jsonl KIND              rows as above instead of the summary
      --capturer NAME           dumpcap, cap or tcpdump instead of the first that works
      --limit MIB               the most disk space the capture may take; its oldest part goes first

  synoptic --help | --version

Exit status: 0 done; 1 a file could not be read at all, or the doctor found a problem; 2 wrong use; 3 read in part.
`;
