#! 2025-03-04 chloe Render the alerts
#? quiet
alerts:
{{- range .Cities }}
  - city: {{ .Name }}
    late_share: {{ .LateShare }}
{{- end }}
