#!/bin/sh
# Makes this build of the workers the one that gets the work. Doing it again changes nothing. It fails
# while the workers of the build are not there, and is started again then.
set -eu

temporal worker deployment set-current-version \
  --namespace "${TEMPORAL_NAMESPACE:?}" \
  --deployment-name tidegate \
  --build-id "${TIDEGATE_BUILD_ID:?}" \
  --yes
