// Takes out of a text what tells of a network or of a user: addresses, host names, paths, names of captures. What stays explains a fault.

/** Names that only the caller knows: the host's, the user's, the capture's. */
export interface KnownNames {
  readonly hosts?: readonly string[];
  readonly files?: readonly string[];
}

const IPV4 = /(?<![\w.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w]|\.\d)/g;
/** What may be one: `isIpv6` decides. A zone or a dotted end may follow. */
const IPV6 = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}(?:%[\w.-]+)?(?![\w:])/gi;
/** Two colons in a row, or all eight groups: a time of day has neither. */
const isIpv6 = (text: string): boolean => (text.includes('::') && /[\da-f]/i.test(text)) || text.split(':').length === 8;
const MAC = /(?<![\w:.-])(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}|(?:[\da-f]{4}\.){2}[\da-f]{4})(?![\w:-])/gi;
/** Linux may name an interface after its address. */
const MAC_IN_NAME = /\b(en|wl|ww)x[\da-f]{12}\b/gi;
/** An address with a scheme, mail, or a user at a host. */
const LOCATOR = /\b[a-z][a-z\d+.-]*:\/\/(?!\/)[^\s"'<>)]+/gi;
const MAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*/g;
/** Endings of captures, also compressed; the words before a space are not known to belong to the name. */
const CAPTURE_NAME = /[^\s/\\"'“”<>|:*?]+\.(?:pcapng|pcap|cap|dmp|snoop|erf)(?:\d+)?(?:\.(?:gz|zst|lz4))?(?![\w])/gi;
const WINDOWS_PATH = /(?<![\w])(?:[a-z]:\\|\\\\)[^\s"'“”<>|:*?]+(?: [^\s"'“”<>|:*?\\]+(?=\\))*[^\s"'“”<>|*?]*/gi;
const UNIX_PATH = /(?<![\w/.<>]|\w:(?=\/\/))(?:file:\/\/)?(?:~|\.{1,2})?\/[^\s"'“”<>|:*?(),;]+/g;
const DOMAIN = /(?<![\w.@/-])(?:[a-z\d_](?:[\w-]{0,61}[a-z\d])?\.)+([a-z]{2,63}|xn--[a-z\d-]{2,59})\.?(?![\w-]|\.\w)/gi;

/** What is the same on every machine, and needed to understand a line: programs, devices, the system's own tables. */
const SYSTEM_PATHS = /^\/(?:usr\/(?:local\/)?s?bin|s?bin|dev|proc\/self|sys\/class\/net)(?:\/|$)/;
/** Files of programs: a stack names them with a line, and `index.cjs` is no host. */
const CODE_ENDINGS = new Set(['cjs', 'mjs', 'js', 'ts', 'vue', 'json', 'log', 'map', 'html', 'css', 'node', 'asar', 'so', 'dll', 'exe', 'md', 'txt', 'csv', 'pdf']);

function pathPlaceholder(path: string): string {
  if (SYSTEM_PATHS.test(path)) return path;
  // Where in our own code a fault was is worth a lot and tells nothing of the user.
  const code = /[\\/]([\w.-]+\.(?:cjs|mjs|js|node))$/.exec(path)?.[1];
  return code === undefined ? '<path>' : `<path>/${code}`;
}

const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The longest first, or a part of a name would be replaced inside of it. */
function replaceKnown(text: string, names: readonly string[], placeholder: string): string {
  let changed = text;
  for (const name of [...names].filter((each) => each.length > 1).sort((a, b) => b.length - a.length)) {
    changed = changed.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}(?![\\p{L}\\p{N}_])`, 'giu'), placeholder);
  }
  return changed;
}

/** The same text with placeholders: `<ipv4>`, `<ipv6>`, `<mac>`, `<host>`, `<file>`, `<path>`, `<user>`. */
export function redact(text: string, known: KnownNames = {}): string {
  return replaceKnown(replaceKnown(text, known.files ?? [], '<file>'), known.hosts ?? [], '<host>')
    .replace(LOCATOR, (address) => (/^(?:app|node):/i.test(address) ? address : address.toLowerCase().startsWith('file:') ? address.replace(UNIX_PATH, pathPlaceholder) : '<address>'))
    .replace(MAIL, '<user>')
    .replace(WINDOWS_PATH, pathPlaceholder)
    .replace(UNIX_PATH, pathPlaceholder)
    .replace(CAPTURE_NAME, '<file>')
    .replace(MAC, '<mac>')
    .replace(MAC_IN_NAME, (_name, kind: string) => `${kind}x<mac>`)
    .replace(IPV6, (address) => (isIpv6(address) ? '<ipv6>' : address))
    .replace(IPV4, '<ipv4>')
    .replace(DOMAIN, (name, ending: string) => (CODE_ENDINGS.has(ending.toLowerCase()) || name.startsWith('process.') ? name : '<host>'));
}
