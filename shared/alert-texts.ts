// What an alert means, in plain words: what the packet does, why no healthy stack sends it, what an attacker gains, what to do; and what
// Snort, Suricata, Zeek and netfilter call the same event (null: they say nothing of it).
import type { AlertKind } from './alerts';

export interface AlertText {
  readonly what: string;
  readonly why: string;
  readonly gain: string;
  readonly action: string;
  readonly snort: string | null;
  readonly suricata: string | null;
  readonly zeek: string | null;
  readonly netfilter: string | null;
}

type Four = readonly [what: string, why: string, gain: string, action: string];
type Peers = readonly [snort: string | null, suricata: string | null, zeek: string | null, netfilter: string | null];
const text = ([what, why, gain, action]: Four, [snort, suricata, zeek, netfilter]: Peers): AlertText => ({ what, why, gain, action, snort, suricata, zeek, netfilter });

export const ALERT_TEXTS: Readonly<Record<AlertKind, AlertText>> = {
  'port-scan': text([
    'One host tries many TCP ports of another, and most of them are refused or stay silent.',
    'A program knows which port it wants: a handful of refusals is an error, dozens are a search.',
    'A list of the services that listen, and by their reactions of the system behind.',
    'Find out who the source is. From inside it is a scanner on purpose or an infected machine; from outside, check that what answered is meant to be reachable.',
  ], ['122:1 portscan', null, 'Scan::Port_Scan', 'NEW for each SYN, INVALID for probes without one']),
  'udp-port-scan': text([
    'One host sends datagrams to many UDP ports of another, and most are answered by “port unreachable” or not at all.',
    'A client talks to one or two ports. Silence proves nothing: the datagram may have been dropped on the way, so only refusals and answers count as knowledge.',
    'A list of UDP services. It is slow and uncertain, because systems limit how many errors they send.',
    'As with a port scan; look at the ports that answered.',
  ], ['122:17 UDP portscan', null, null, 'NEW for each, RELATED for the errors']),
  'host-sweep': text([
    'One host tries the same port on many others, and most do not have it open.',
    'A client has a few servers; only a search, or a worm, has hundreds.',
    'A list of the hosts on which one weakness can be tried.',
    'If the source is inside, treat it as infected until explained. Otherwise check which hosts answered.',
  ], ['122:3 portsweep', null, 'Scan::Address_Scan', 'NEW for each']),
  'ping-sweep': text([
    'One host sends echo requests to many others.',
    'Monitoring does so too, with fixed targets that answer; a search meets mostly silence.',
    'A list of the hosts that are up.',
    'Check whether the source is your own monitoring; mute it by host if so.',
  ], ['122:25 ICMP sweep', null, null, 'NEW for each']),
  'syn-flood': text([
    'Far more connections are begun towards one host than completed: its table of half-open connections fills.',
    'Clients finish their handshakes. A load test does as well, and is silent here.',
    'The service takes no new connections while its backlog is full; the sources are usually forged.',
    'Switch on SYN cookies, limit SYNs upstream, and do not block the sources one by one: they are forged.',
  ], ['135:1 SYN received (rate)', '2210054 stream SYN flood', 'S0 connections, by a script', 'NEW until the table is full']),
  'ack-flood': text([
    'Segments with ACK, of no connection, arrive at one host in great numbers.',
    'An ACK belongs to a connection. Thousands without one are made, or the echo of an attack with this address as its forged source.',
    'Work for the target and for every stateful device on the way, past filters that only look at SYNs.',
    'Drop packets without a connection in front of the host; if it is backscatter there is nothing to do.',
  ], [null, '2210010 and others, per segment', 'conn OTH', 'INVALID, or picked up loosely as ESTABLISHED']),
  'rst-flood': text([
    'RSTs, mostly of no connection, arrive at one host in great numbers.',
    'One RST ends a connection; none is ever answered or repeated in numbers.',
    'Ending connections by guessing, or plain load. RSTs that answer forged SYNs elsewhere (backscatter) look alike.',
    'Look whether connections of the host really broke; if not it is backscatter.',
  ], [null, '2210045 and others, per segment', 'RST_storm', 'INVALID']),
  'udp-flood': text([
    'Datagrams arrive at one host at a rate far above what is usual for it, and it does not answer in kind.',
    'Streams and games have high rates too, between few hosts and in both directions.',
    'The line or the host is filled.',
    'Filter upstream by port and source where they repeat; for amplification, the source ports (53, 123, 389, 1900, 11211) tell which service is abused.',
  ], ['rate_filter, by rule', 'threshold, by rule', null, 'NEW for each source']),
  'icmp-flood': text([
    'ICMP messages arrive at one host at a rate far above what is usual for it.',
    'Ping sends one a second; monitoring a few.',
    'The line or the host is filled.',
    'Limit ICMP upstream; do not drop it altogether, path MTU discovery needs it.',
  ], [null, 'threshold, by rule', null, 'NEW for each source']),
  'fragment-flood': text([
    'Fragments arrive at one host in great numbers, and most datagrams never become whole.',
    'A big transfer in fragments completes its datagrams.',
    'Every piece waits in memory for the rest until it times out.',
    'Drop fragments towards the host upstream if nothing needs them; update the system (FragmentSmack).',
  ], ['123 frag3 limits', '2200069 and others', 'incompletely_captured_fragment …', 'NONE until whole']),
  'illegal-flags': text([
    'A segment carries a set of flags that contradict each other or say nothing: no flag, FIN alone, SYN with FIN or RST, XMAS.',
    'Of the 32 sets of the five flags that count, nine are legal. No stack ever sends another one.',
    'Reactions to nonsense differ from system to system: it identifies them, finds open ports (a closed one must answer with RST, an open one stays silent), and slips past simple filters.',
    'Drop them: nothing legitimate is lost. The source is scanning.',
  ], ['116:420–423, 116:401', 'decoder and stream events', 'bad_TCP_… / history q, i', 'INVALID: invalid tcp flag combination']),
  'segment-without-ack': text([
    'Inside an open connection a segment comes without ACK, though it is neither SYN nor RST.',
    'After the handshake every segment acknowledges; receivers drop one that does not.',
    'A test of how strict the stack or a filter is; a monitor that takes the bytes as read sees what the receiver never did.',
    'Look at who put it in: the connection’s own hosts do not send it.',
  ], ['129:11 data without flags', null, null, 'INVALID: invalid tcp flag combination']),
  'no-connection': text([
    'Segments arrive that belong to no connection: nobody sent a SYN.',
    'Only a SYN opens a connection. What was open before the capture began looks alike, so the first minutes count only when the host itself answers with RST.',
    'ACK scans map which ports a stateless filter lets through.',
    'If it goes on after the start of the capture, a stateful filter should drop it.',
  ], ['129:20 session without handshake', 'midstream', 'spontaneous_FIN, spontaneous_RST', 'INVALID where tcp_loose is 0, else picked up']),
  'syn-in-connection': text([
    'A SYN with a new number arrives inside a connection that is open.',
    'A host that crashed and came back does it once, and the other end answers with a challenge ACK (RFC 5961 §4).',
    'Old stacks reset the connection when the number was in the window: a blind attacker ends connections by guessing.',
    'Several from one “source”: somebody forges them. Systems with RFC 5961 are safe.',
  ], ['129:1 SYN on established session', '2210022 / 2210023 ESTABLISHED SYN resend', 'SYN_inside_connection', 'let through, connection kept (challenge ACK expected)']),
  'reset-invalid': text([
    'RSTs come with numbers that their receiver does not expect.',
    'A stack sends a RST with the number that the other end asked for. One beside it answers an old segment, many are guesses.',
    'Ending a connection without seeing it: one guess in each window is enough against stacks older than RFC 5961.',
    'Long-lived connections (BGP, tunnels) should be protected by TCP-AO or IPsec; otherwise nothing is harmed.',
  ], ['129:15 reset outside window', '2210046 / 2210045 RST invalid', 'history r, window checks', 'INVALID: RST outside']),
  'reset-injection': text([
    'A RST ends a connection, and then its supposed sender goes on sending.',
    'Whoever sends a RST has forgotten the connection, and has nothing more to say in it.',
    'Somebody on the path ends connections he does not like: censorship, a “TCP-reset” security device, or an attacker.',
    'Compare the TTL and identification of the RST with those of the other packets: they tell how far away it was made.',
  ], ['129:8 data after RST', '2210061 suspected RST injection', 'data_after_reset', 'CLOSE, then INVALID']),
  'data-after-close': text([
    'After its FIN an end sends bytes that lie beyond it.',
    'The FIN says: nothing more comes.',
    'Bytes a monitor may count to the stream and the receiver drops, or the other way round.',
    'Look at the bytes; a broken stack is as likely as an attack.',
  ], ['129:3 data on closed stream', 'stream: CLOSEWAIT / FIN out of window', 'data after FIN: FIN_advanced_last_seq', 'INVALID when beyond the window']),
  'overlap-conflict': text([
    'The same sequence numbers are sent twice with different content, and the checksum is right both times.',
    'A retransmission repeats the same bytes: they are still in the sender’s buffer.',
    'The receiver takes one, an inspecting device may take the other: an attack is hidden from the device, or text is put into a session.',
    'Look at both contents. Some load balancers and middleboxes that rewrite are known to do it.',
  ], ['129:7 overlaps', '2210050 reassembly overlap with different data', 'rexmit_inconsistency', 'ESTABLISHED: it does not look']),
  land: text([
    'A packet whose source and destination are the same address and port.',
    'No host sends packets to itself over a wire.',
    'Old systems answered themselves until they hung.',
    'Drop packets from outside with an inside source (ingress filter).',
  ], ['116:151 same source and destination', 'a rule: same source and destination', null, 'NEW']),
  smurf: text([
    'Echo requests go to a broadcast address, and every host of the net answers their (forged) source.',
    'An administrator may ping a whole net once; nobody does it many times a second.',
    'The net multiplies the attacker’s packets and sends them to the victim.',
    'Routers must not forward directed broadcasts (RFC 2644), hosts need not answer them.',
  ], ['a rule: ICMP to broadcast', 'decoder / rule', null, 'NEW; replies INVALID (no request by the victim)']),
  fraggle: text([
    'Datagrams to echo or chargen go to a broadcast address.',
    'Nothing uses these services today. Wake-on-LAN has port 7 too and is left out by its content.',
    'As smurf: every host that answers sends to the victim.',
    'Switch the small services off; do not forward directed broadcasts.',
  ], ['rule', 'rule', null, 'NEW']),
  'unsolicited-echo-reply': text([
    'Echo replies arrive that nobody in the capture asked for.',
    'A reply follows a request; a ping that ran before the capture began is the harmless case.',
    'A victim of smurf sees them in numbers; a hidden channel carries its data in them, past filters that let replies in.',
    'Look at the payload: a ping’s is the same pattern every time.',
  ], ['rule', 'rule', 'icmp: only reply', 'INVALID: no request']),
  'fragment-overlap': text([
    'Two fragments of one datagram cover the same bytes.',
    'A sender cuts a packet once. A copy of the very same piece is the network’s doing and no alert; for IPv6 any overlap is forbidden (RFC 5722).',
    'Systems differ in which of the two they keep, so a monitor and the target can be made to see two different packets.',
    'Drop overlapping fragments where the filter can; look at both ranges.',
  ], ['123:8 fragmentation overlap', '2200070 FRAG IPv4 overlap', 'fragment_overlap / fragment_inconsistency', 'reassembled first (Linux drops overlaps)']),
  'fragment-header-overwrite': text([
    'A later fragment carries other bytes for the transport header that the first one brought.',
    'Headers are in the first fragment only.',
    'The filter judges harmless ports or flags, the target puts together others.',
    'Reassemble before filtering; drop TCP fragments with offset 1 (RFC 1858, RFC 3128).',
  ], ['123:8', '2200070', 'fragment_inconsistency', 'reassembled first']),
  'tiny-fragment': text([
    'A fragment that is not the last is smaller than any link makes them.',
    'Links carry at least 68 bytes in IPv4 and 1280 in IPv6; fragments are as large as the link allows.',
    'The header of TCP is cut in two so that a filter cannot see flags or ports.',
    'Drop first fragments without the whole header (RFC 1858, RFC 7112).',
  ], ['123:13 tiny fragment', 'decoder event', 'excessively_small_fragment', 'reassembled first']),
  'fragment-oversize': text([
    'A fragment ends beyond the greatest packet that IP can have.',
    'The sender knows its own length.',
    'The buffer of an old system overruns when the packet is put together: the ping of death.',
    'Nothing today falls for it. Whoever sends it tries.',
  ], ['123:7 fragment size exceeds', '2200073 FRAG packet too large', 'excessively_large_fragment', 'dropped in reassembly']),
  'fragment-inconsistent': text([
    'Fragments contradict each other: two different ends, bytes beyond the end, a last piece inside the first, or a length that is no multiple of eight.',
    'All pieces come from one packet, and it has one length.',
    'Teardrop, bonk and their kin crashed systems that subtracted without looking.',
    'As above: it is made by hand.',
  ], ['123:2 teardrop, 123:3, 123:4', 'FRAG decoder events', 'fragment_size_inconsistency', 'dropped in reassembly']),
  'fragment-incomplete': text([
    'Many datagrams to one host never become whole.',
    'Loss takes some pieces; most datagrams arrive complete all the same.',
    'Their pieces hold memory and processor at the receiver until they time out.',
    'If there is loss on the path, mend it; otherwise see fragment flood.',
  ], ['123: time-out of a fragment', null, 'incompletely_captured_fragment', 'NONE']),
  'icmp-redirect': text([
    'A host is told to send its packets through another router.',
    'Right only from the router that it uses already, to one in the same net; well-kept nets switch it off.',
    'All traffic of the host goes through the attacker.',
    'Set accept_redirects to 0. Look whether the new router is one of yours.',
  ], ['1:472 / 1:473 ICMP redirect', 'rule GPL ICMP redirect', null, 'RELATED when it quotes a connection, else INVALID']),
  'icmp-source-quench': text([
    'A sender is told to slow down.',
    'Deprecated since 2012 (RFC 6633): routers must not send it, hosts must ignore it.',
    'Slowing a connection down with forged packets.',
    'Drop it.',
  ], ['1:477 source quench', 'rule', null, 'RELATED, else INVALID']),
  'icmp-router-advertisement': text([
    'A host offers itself as router.',
    'Hardly any IPv4 network uses router discovery (RFC 1256); IPv6 has its own, which is no alert.',
    'Hosts that listen take the attacker for their router.',
    'Drop it; find out who sends it.',
  ], ['1:441 router advertisement', 'rule', null, 'INVALID']),
  'icmp-alternate-host': text([
    'An alternate host address message.',
    'The type was never defined beyond its number.',
    'None that is known; a probe for odd reactions, or a hidden channel.',
    'Drop it.',
  ], ['a rule: ICMP alternate host address', 'rule', null, 'INVALID']),
  'icmp-timestamp': text([
    'A host asks another for its clock.',
    'NTP does that. Scanners use it to find hosts that do not answer echo.',
    'The clock, from which old software made its random numbers, and the knowledge that the host is there.',
    'Drop types 13 and 14.',
  ], ['1:453 timestamp request', 'rule', null, 'NEW, ESTABLISHED']),
  'icmp-address-mask': text([
    'A host asks another for the mask of its net.',
    'DHCP gives masks; the message is deprecated (RFC 6918).',
    'How the net behind is cut into parts.',
    'Drop types 17 and 18.',
  ], ['1:388 address mask request', 'rule', null, 'NEW, ESTABLISHED']),
  'icmp-path-mtu': text([
    'An error demands packets smaller than any link of today carries.',
    'Hosts take 576 bytes in IPv4 and links 1280 in IPv6.',
    'A connection crawls, or its packets are cut into fragments that can be forged.',
    'Set a least path MTU (min_pmtu); check that the error quotes a connection that is there.',
  ], [null, null, null, 'RELATED, else INVALID']),
  'icmp-unsolicited-error': text([
    'ICMP errors quote packets that the capture does not know.',
    'An error answers a packet. A few come late, or about packets on another path.',
    'Forged errors end or slow connections; in numbers they are backscatter of an attack that forged this address.',
    'If the quoted packets look like your own connections, somebody guesses them.',
  ], [null, null, null, 'INVALID: quotes no connection']),
  'icmp-malformed': text([
    'An ICMP message too short for its type, or that quotes no IP packet.',
    'Stacks build them from the packet at hand; lengths are fixed.',
    'Reactions to nonsense identify systems; old ones crash.',
    'Drop it. Short captures are not the reason: lengths are those of the wire.',
  ], ['116:105, 116:250–255', '2200023 and others', 'truncated / bad ICMP', 'INVALID: too short']),
  'icmp-unknown': text([
    'A type or code that no standard defines.',
    'Stacks send what is defined.',
    'Identifying systems by their reaction, or a hidden channel.',
    'Drop unknown types.',
  ], ['116: unknown type', '2200025 ICMPv4 unknown type', null, 'INVALID']),
  'table-pressure': text([
    'So many connections are kept that the table reached its limit and the least important were dropped.',
    'A matter of numbers: a flood, a scan, or a limit too small for this network.',
    'Connection tracking that is full drops what is new: firewalls stop passing connections.',
    'Raise the limit in the settings if memory allows; otherwise look at who opens so many.',
  ], [null, 'memcap reached', null, 'nf_conntrack: table full, dropping packet']),
};
