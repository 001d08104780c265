import Display
import FoundationEssentials
import JSONText
import Language
import System

@testable import Notebooks

/// A notebook that was run and saved, as a front-end does it.
struct RecordedNotebook {
  /// Changes a figure before it is recorded, as if the author had seen another one.
  typealias Planting = (Figure) -> Figure

  var cells: [JSON]
  var version = programVersion
  var kernel = "dephn"

  /// Runs cells in a new session; cells may fail.
  init(_ sources: [String], planting: @escaping Planting = { $0 }) {
    let interpreter = CellInterpreter(
      assistant: CellAssistant(), interrupt: .never, settings: SessionSettings())
    let recorder = CellRecorder(interpreter)
    cells = sources.enumerated().map { index, source in
      let sink = RecordingSink(recorder, planting)
      recorder.begin(source)
      do throws(CellError) { try interpreter.run(source, into: sink) } catch {
        sink.outputs.append([
          "output_type": "error", "ename": .string(error.kind.rawValue),
          "evalue": .string(error.message), "traceback": [.string(error.rendered)],
        ])
      }
      return [
        "cell_type": "code", "execution_count": .integer(index + 1), "metadata": [:],
        "outputs": .array(sink.outputs), "source": .string(source),
      ]
    }
  }

  var json: JSON {
    let title: JSON = ["cell_type": "markdown", "metadata": [:], "source": ["# Title\n", "Text"]]
    return [
      "cells": .array([title] + cells), "nbformat": 4, "nbformat_minor": 5,
      "metadata": [
        "kernelspec": ["name": .string(kernel), "display_name": "K"],
        "language_info": ["name": .string(kernel), "version": .string(version)],
      ],
    ]
  }

  var bytes: [UInt8] { Array(json.indentedText.utf8) }

  /// Verifies the notebook in a new session.
  func report() throws -> NotebookReport {
    try Verification(NotebookFile(bytes), settings: SessionSettings(), interrupt: .never)
      .report(name: "a.ipynb") { _ in }
  }

  func verdicts() throws -> [Verdict] { try report().cells.map(\.verdict) }

  /// Replaces the text of a cell without running it.
  mutating func edit(_ index: Int, _ source: String) {
    cells[index] = cells[index].adding(["source": .string(source)])
  }

  /// Replaces the outputs of a cell.
  mutating func change(_ index: Int, _ body: (JSON) -> JSON) {
    let outputs = cells[index]["outputs"]?.array ?? []
    cells[index] = cells[index].adding(["outputs": .array(outputs.map(body))])
  }
}

/// Writes outputs in the form of nbformat.
private final class RecordingSink: CellSink {
  var outputs: [JSON] = []
  private var displays: [String: Int] = [:]
  private let recorder: CellRecorder
  private let planting: RecordedNotebook.Planting

  init(_ recorder: CellRecorder, _ planting: @escaping RecordedNotebook.Planting) {
    self.recorder = recorder
    self.planting = planting
  }

  func show(_ figure: Figure, isResult: Bool) {
    outputs.append(output(isResult ? "execute_result" : "display_data", figure))
  }

  func update(_ figure: Figure, displayID: String) {
    let output = output("display_data", figure, displayID)
    if let index = displays[displayID] {
      outputs[index] = output
    } else {
      displays[displayID] = outputs.count
      outputs.append(output)
    }
  }

  private func output(_ type: String, _ figure: Figure, _ displayID: String = "") -> JSON {
    let figure = planting(figure)
    let data = figure.bundle.map { ($0.mime, $0.data.string.map(Self.lines) ?? $0.data) }
    return [
      "output_type": .string(type), "data": .object(Dictionary(data) { first, _ in first }),
      "metadata": recorder.metadata(of: figure, displayID: displayID),
    ]
  }

  /// A text as a list of its lines, as notebooks hold it.
  private static func lines(_ text: String) -> JSON {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(
      parts.enumerated().map { .string($0.element + ($0.offset < parts.count - 1 ? "\n" : "")) })
  }

  private func stream(_ name: String, _ text: String) {
    outputs.append(["output_type": "stream", "name": .string(name), "text": Self.lines(text)])
  }

  func write(_ text: String) { stream("stdout", text) }
  func warn(_ text: String) { stream("stderr", text + "\n") }
  func page(_ text: String) {}
  func clear(wait: Bool) { outputs = [] }
  func endSession() {}
  func ask(_ question: String) -> String? { nil }
}
