#!/bin/sh
# Makes this build of the workers the one that gets the work, or a share of it (TIDEGATE_BUILD_SHARE, in
# percent; all of it by default). Doing it again changes nothing. It fails while the workers of the build
# are not there, and is started again then.
set -eu

share="${TIDEGATE_BUILD_SHARE:-100}"
if [ "$share" = 100 ]; then
  set -- set-current-version
else
  set -- set-ramping-version --percentage "$share"
fi

temporal worker deployment "$@" \
  --namespace "${TEMPORAL_NAMESPACE:?}" \
  --deployment-name tidegate \
  --build-id "${TIDEGATE_BUILD_ID:?}" \
  --yes
