#!/bin/sh
# What the tools of the conformance suite answer, each as its scenario describes it: the program of a
# command agent, whose lines become progress and the result of a task.
png=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
wav=UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=

result() {
  printf '{"type":"result","result":{"content":[%s]}}\n' "$1"
}

text() {
  printf '{"type":"text","text":"%s"}' "$1"
}

# A step takes its time: what is told before anybody listens is not told again.
progress() {
  sleep 1
  printf '{"type":"progress","current_iteration":%s,"total_iterations":100}\n' "$1"
}

case "$1" in
  test_simple_text) result "$(text 'This is a simple text response for testing.')" ;;
  test_image_content) result "{\"type\":\"image\",\"data\":\"$png\",\"mimeType\":\"image/png\"}" ;;
  test_audio_content) result "{\"type\":\"audio\",\"data\":\"$wav\",\"mimeType\":\"audio/wav\"}" ;;
  test_embedded_resource)
    result '{"type":"resource","resource":{"uri":"test://embedded-resource","mimeType":"text/plain","text":"This is an embedded resource content."}}'
    ;;
  test_multiple_content_types)
    result "$(text 'Multiple content types test:'),{\"type\":\"image\",\"data\":\"$png\",\"mimeType\":\"image/png\"},{\"type\":\"resource\",\"resource\":{\"uri\":\"test://mixed-content-resource\",\"mimeType\":\"application/json\",\"text\":\"{\\\"test\\\":\\\"data\\\",\\\"value\\\":123}\"}}"
    ;;
  test_error_handling)
    echo 'This tool intentionally returns an error for testing' >&2
    exit 1
    ;;
  test_tool_with_progress)
    progress 1
    progress 50
    progress 100
    result "$(text 'done')"
    ;;
  test_logging_tool | test_streaming_elicitation | test_x_mcp_header) result "$(text 'done')" ;;
  slow_compute)
    seconds=$(sed -n 's/.*"seconds":\([0-9]*\).*/\1/p')
    sleep "${seconds:-0}"
    result "$(text 'computed')"
    ;;
  failing_job)
    echo 'the job failed' >&2
    exit 1
    ;;
  *) exit 2 ;;
esac
