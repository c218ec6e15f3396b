#!/bin/sh
# workerd, which is told that a file may not grow any further rather than killed for trying.
trap '' XFSZ
exec "$(dirname "$0")"/../../../node_modules/@cloudflare/workerd-*/bin/workerd "$@"
