# Completion of synoptic(1) for bash.
_synoptic_captures() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -d -- "$1") $(compgen -f -X '!*.@(pcap|pcapng|cap|gz)' -- "$1"))
}

_synoptic() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} options=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W 'analyze report interfaces doctor diagnostics capture --help --version' -- "$word"))
    _synoptic_captures "$word"
    return
  fi
  case $before in
    --jsonl) COMPREPLY=($(compgen -W 'connections packets transitions alerts' -- "$word")); return ;;
    --format) COMPREPLY=($(compgen -W 'html json csv pcapng' -- "$word")); return ;;
    --capturer) COMPREPLY=($(compgen -W 'dumpcap cap tcpdump' -- "$word")); return ;;
    --out) COMPREPLY=($(compgen -d -- "$word")); return ;;
    -w | --write | --mutes) COMPREPLY=($(compgen -f -- "$word")); return ;;
    -i | --interface) COMPREPLY=($(compgen -W "$(ls /sys/class/net 2>/dev/null)" -- "$word")); return ;;
    -f | --filter | --key | --title | --author | --seconds | --limit | --connection-limit) return ;;
  esac
  case $command in
    analyze) options='--connection-limit --jsonl --filter' ;;
    report) options='--out --format --anonymise --key --title --author --filter --mutes --connections --force' ;;
    interfaces) options='--json' ;;
    doctor) options='--seconds --no-capture --json' ;;
    capture) options='-i -f -w --seconds --jsonl --capturer --limit' ;;
  esac
  case $command:$word in
    *:-*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    analyze:* | report:*) _synoptic_captures "$word" ;;
    doctor:*) COMPREPLY=($(compgen -W "$(ls /sys/class/net 2>/dev/null)" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
  esac
}
complete -F _synoptic synoptic
