import FoundationEssentials
import JSONText
import Jupyter
import System

/// A language of a few words, one per cell, that produces every kind of output.
final class EchoInterpreter: Interpreter {
  private let interrupt: Interrupt

  init(_ interrupt: Interrupt) { self.interrupt = interrupt }

  func show(notice: String, on outputs: Outputs) { outputs.stream(.errors, notice + "\n") }

  func execute(_ code: String, to outputs: Outputs) throws(Failure) {
    let words = code.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words.first {
    case "echo": outputs.stream(.output, rest + "\n")
    case "warn": outputs.stream(.errors, rest + "\n")
    case "repeat": for number in 1...(Int(rest) ?? 0) { outputs.stream(.output, "\(number)\n") }
    case "value":
      outputs.result([("text/plain", .string(rest)), ("application/x+json", ["value": 1])])
    case "progress":
      outputs.display([("text/plain", "0 %")], displayID: "bar")
      outputs.update([("text/plain", "100 %")], displayID: "bar")
    case "clear": outputs.clear(wait: true)
    case "animate":
      for number in 1...(Int(rest) ?? 1) {
        outputs.clear(wait: true)
        outputs.stream(.output, "\(number)\n")
      }
    case "ask": try ask(rest, outputs)
    case "page": outputs.page([("text/plain", .string(rest))])
    case "wait": try wait(to: outputs)
    case "fail":
      throw Failure(name: "EchoError", value: rest, traceback: ["line 1:", rest])
    default: break
    }
  }

  func evaluate(_ expression: String) throws(Failure) -> MimeBundle {
    if expression == "fail" { throw Failure(name: "EchoError", value: "no", traceback: []) }
    return [("text/plain", .string(expression))]
  }

  private func ask(_ question: String, _ outputs: Outputs) throws(Failure) {
    do {
      let text = try outputs.ask(question)
      outputs.stream(.output, text.map { "you said \($0)\n" } ?? "nobody is there\n")
    } catch { throw .interrupted }
  }

  /// Outputs "ready", then waits for an interrupt for at most ten seconds.
  private func wait(to outputs: Outputs) throws(Failure) {
    outputs.stream(.output, "ready\n")
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      do { try interrupt.check() } catch { throw .interrupted }
    }
  }
}

extension Failure {
  fileprivate static let interrupted = Failure(
    name: "Interrupted", value: "stopped", traceback: [])
}

/// Knows the words of `EchoInterpreter`.
struct EchoAssistant: Assistant {
  func makeWay() {}

  func complete(_ code: String, at cursor: Int) -> Completions {
    let before = String(String.UnicodeScalarView(code.unicodeScalars.prefix(cursor)))
    let words = ["echo", "warn", "wait"].filter { $0.hasPrefix(before) }
    return Completions(matches: words.map { ($0, "keyword") }, start: 0, end: cursor)
  }

  func inspect(_ code: String, at cursor: Int, detail: Int) -> MimeBundle? {
    code.hasPrefix("echo") ? [("text/plain", .string("echo, \(cursor), \(detail)"))] : nil
  }

  func completeness(of code: String) -> Completeness {
    code.hasSuffix("{") ? .incomplete(indent: "  ") : code.hasSuffix("!") ? .invalid : .complete
  }
}
