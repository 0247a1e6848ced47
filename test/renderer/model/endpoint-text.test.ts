// Endpoints in parts: cut where it hurts least, whole when joined again.
import { expect, it } from 'vitest';
import { PROTOCOL } from '@shared/flow';
import { endpointText, joinEndpoint } from '../../../renderer/model/endpoint-text';

it.each([
  [PROTOCOL.tcp, '10.0.0.1', 443, 'originator', '10.0.0.1:443'],
  [PROTOCOL.udp, '::1', 53, 'responder', '[::1]:53'],
  [PROTOCOL.tcp, '2001:db8:1234:5678:9abc:def0:1234:5678', 65535, 'originator', '[2001:db8:1234:5678:9abc:def0:1234:5678]:65535'],
  [PROTOCOL.icmp, '10.0.0.1', 8, 'originator', '10.0.0.1 type 8'],
  [PROTOCOL.icmp6, 'fe80::1', 0, 'responder', 'fe80::1 code 0'],
  [132, '10.0.0.1', 0, 'originator', '10.0.0.1'],
] as const)('protocol %d, %s port %d of the %s reads %s', (protocol, address, port, end, text) => {
  expect(joinEndpoint(endpointText(protocol, address, port, end))).toBe(text);
});

it('keeps the end of a long IPv6 address and its port out of reach of the scissors', () => {
  expect(endpointText(PROTOCOL.tcp, '2001:db8:1234:5678:9abc:def0:1234:5678', 443, 'originator')).toEqual({ head: '[2001:db8:1234:5678:9abc:def0', tail: ':1234:5678]', port: ':443' });
});
