#!/bin/sh
# The namespace, and the names by which the Temporal UI finds releases. Doing it again changes nothing.
set -eu

namespace=${TEMPORAL_NAMESPACE:?}
temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$namespace" --retention 90d

known=$(temporal operator search-attribute list --namespace "$namespace")
for name in TidegateRelease TidegateState TidegateEnvironment TidegateWaitingOn; do
  case "$known" in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "$namespace" --name "$name" --type Keyword ;;
  esac
done
