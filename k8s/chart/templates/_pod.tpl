{{- /* Milliseconds of the drain, rounded up to seconds, and what is before and after it. */ -}}
{{- define "holdfast.graceSeconds" -}}
{{- $drain := div (add (int .Values.drain.msMax) 999) 1000 -}}
{{- add (int .Values.drain.preStopSeconds) $drain (int .Values.drain.slackSeconds) -}}
{{- end -}}

{{- /* The configuration file: what the operator wants, under what the chart has to set. */ -}}
{{- define "holdfast.config" -}}
{{- $own := dict
    "http" (dict "host" "0.0.0.0" "port" (int .Values.ports.http))
    "admin" (dict "host" "0.0.0.0" "port" (int .Values.ports.admin))
    "pod" (dict "drain_ms_max" (int .Values.drain.msMax))
    "cluster" (dict
      "enabled" true
      "name" (include "holdfast.name" .)
      "port" (int .Values.ports.members)
      "bus_port" (int .Values.ports.bus)
      "service_dns" (include "holdfast.members" .)) -}}
{{- mustMergeOverwrite (deepCopy .Values.config) $own | mustToPrettyJson -}}
{{- end -}}

{{- /* The Java runtime reads its flags from this variable; the image's own come before them. */ -}}
{{- define "holdfast.javaOptions" -}}
{{- $flags := list
    (printf "-XX:MaxRAMPercentage=%d" (int .Values.jvm.heapPercent))
    (printf "-XX:MaxDirectMemorySize=%dm" (int .Values.jvm.directMemoryMi))
    "-XX:+ExitOnOutOfMemoryError" -}}
{{- concat $flags .Values.jvm.flags | join " " -}}
{{- end -}}

{{- /* Secrets are environment variables by reference: this one is all that a migration needs. */ -}}
{{- define "holdfast.postgres" -}}
- name: HOLDFAST_POSTGRES_URI
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret.name }}
      key: {{ .Values.secret.keys.postgresUri }}
{{- end -}}

{{- define "holdfast.secrets" -}}
{{ include "holdfast.postgres" . }}
- name: HOLDFAST_REDIS_URI
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret.name }}
      key: {{ .Values.secret.keys.redisUri }}
- name: HOLDFAST_REGISTRY_CACHE_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secret.name }}
      key: {{ .Values.secret.keys.cacheSecret }}
{{- with .Values.secret.keys.set }}
- name: HOLDFAST_SET
  valueFrom:
    secretKeyRef:
      name: {{ $.Values.secret.name }}
      key: {{ . }}
{{- end }}
{{- end -}}

{{- define "holdfast.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
