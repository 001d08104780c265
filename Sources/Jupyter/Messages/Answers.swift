import JSONText

/// Answers to requests that only need shared state.
extension Services {
  /// The content of the reply to `message`.
  func answer(to message: Message) -> JSON {
    assistant.makeWay()
    do throws(MessageError) {
      switch message.type {
      case "kernel_info_request": return identity.information
      case "complete_request": return completions(try CodeRequest(message.content))
      case "inspect_request": return inspection(try CodeRequest(message.content))
      case "is_complete_request": return completeness(try CodeRequest(message.content))
      case "history_request": return history.reply(to: HistoryRequest(message.content))
      case "comm_info_request": return ["status": "ok", "comms": [:]]
      default:
        report("ignored a request of the unknown type '\(message.type)'")
        return .error("UnknownRequest", "This kernel does not support '\(message.type)'.")
      }
    } catch {
      report("\(error): \(message.type)")
      return .error("ProtocolError", "\(error)")
    }
  }

  private func completions(_ request: CodeRequest) -> JSON {
    let found = assistant.complete(request.code, at: request.cursor)
    let types = found.matches.map { match -> JSON in
      [
        "text": .string(match.text), "type": .string(match.type), "start": .integer(found.start),
        "end": .integer(found.end),
      ]
    }
    return [
      "status": "ok", "matches": .array(found.matches.map { .string($0.text) }),
      "cursor_start": .integer(found.start), "cursor_end": .integer(found.end),
      "metadata": ["_jupyter_types_experimental": .array(types)],
    ]
  }

  private func inspection(_ request: CodeRequest) -> JSON {
    let bundle = assistant.inspect(request.code, at: request.cursor, detail: request.detail)
    return [
      "status": "ok", "found": .bool(bundle != nil), "data": Outputs.data(of: bundle ?? []),
      "metadata": [:],
    ]
  }

  private func completeness(_ request: CodeRequest) -> JSON {
    switch assistant.completeness(of: request.code) {
    case .complete: ["status": "complete"]
    case .incomplete(let indent): ["status": "incomplete", "indent": .string(indent)]
    case .invalid: ["status": "invalid"]
    }
  }
}
