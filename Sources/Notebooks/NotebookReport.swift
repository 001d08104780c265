import Display
package import JSONText
import System

/// What verifying a notebook found.
package struct NotebookReport: Sendable {
  /// A code cell, counted from 1, with its verdict.
  package struct Cell: Sendable {
    package let number: Int
    package let verdict: Verdict
    /// The first line of the cell that is no comment.
    private let line: String

    init(number: Int, source: String, verdict: Verdict) {
      self.number = number
      self.verdict = verdict
      let lines = source.split(separator: "\n").map { $0.trimmingBlanks }
      line = lines.first { !$0.hasPrefix("#") } ?? lines.first ?? ""
    }

    /// One line for people, and a second one with the reason.
    package var text: String {
      let name = verdict.name + String(repeating: " ", count: max(0, 21 - verdict.name.count))
      let number = String(repeating: " ", count: number < 10 ? 1 : 0) + "\(number)"
      return "  cell \(number)  \(name)\(line.cut(to: 48))"
        + (verdict.reason.map { "\n           \($0)" } ?? "")
    }

    fileprivate var json: JSON {
      [
        "cell": .integer(number), "line": .string(line), "verdict": .string(verdict.name),
        "reason": verdict.reason.map { .string($0) } ?? .null,
      ]
    }
  }

  package let name: String
  /// The version that recorded the notebook; nil if it does not say.
  package let recordedVersion: String?
  /// Sentences about the whole notebook.
  package internal(set) var notes: [String] = []
  package internal(set) var cells: [Cell] = []
  /// The data sets of the session at its end: "adult 1a7279f46dad".
  package private(set) var data: [String] = []

  init(name: String, recordedVersion: String?) {
    (self.name, self.recordedVersion) = (name, recordedVersion)
    if let recordedVersion, recordedVersion != programVersion {
      notes.append(
        "It was recorded with DEPHN \(recordedVersion); this is \(programVersion), whose bits may differ."
      )
    }
  }

  mutating func add(_ sets: [(name: String, fingerprint: String)]) {
    for (name, fingerprint) in sets.prefix(4) { data.append("\(name) \(fingerprint.prefix(12))") }
    if sets.count > 4 { data.append("and \(sets.count - 4) more") }
  }

  /// Names the cells with pictures that are not compared.
  mutating func add(outerPictures outputs: [CellOutputs]) {
    let cells = outputs.indices.filter { outputs[$0].shown.contains(where: \.hasOuterPicture) }
    if cells.isEmpty { return }
    let numbers = cells.map { String($0 + 1) }.joined(separator: ", ")
    notes.append(
      "PNG pictures that JupyterLab added to plots are not compared: "
        + "\(cells.count == 1 ? "cell" : "cells") \(numbers).")
  }

  private func count(_ isMeant: (Verdict) -> Bool) -> Int { cells.count { isMeant($0.verdict) } }

  private var sameBits: Int { count { $0 == .sameBits } }

  private var compared: Int { count { if case .notCompared = $0 { false } else { true } } }

  /// True if nothing that could be compared differs in a bit; without a record, in a printed digit.
  package var isVerified: Bool { cells.allSatisfy(\.verdict.isVerified) }

  /// One line for a paper: notebook, version, data, and how many cells are the same.
  package var line: String {
    let digits = count { if case .samePrintedDigits = $0 { true } else { false } }
    let result: String
    if isVerified {
      result =
        digits == 0
        ? "verified: same bits (\(sameBits) of \(compared) cells)"
        : "verified: same printed digits (\(sameBits + digits) of \(compared) cells, "
          + "\(sameBits) of them with the same bits)"
    } else {
      let differing = count { if case .differs = $0 { true } else { false } }
      let failing = count { if case .cannotRun = $0 { true } else { false } }
      let parts = [
        differing > 0 ? "\(differing) differ" : nil, failing > 0 ? "\(failing) cannot run" : nil,
        digits > 0 ? "\(digits) with the same printed digits only" : nil,
      ].compactMap { $0 }
      result =
        "not verified: same bits in \(sameBits) of \(compared) cells, \(parts.joined(separator: ", "))"
    }
    let sets = data.isEmpty ? [] : ["data \(data.joined(separator: ", "))"]
    return ([name, "DEPHN \(programVersion)"] + sets + [result]).joined(separator: " · ")
  }

  /// Everything for a program.
  package var json: JSON {
    [
      "notebook": .string(name), "version": .string(programVersion),
      "recorded": recordedVersion.map { .string($0) } ?? .null, "verified": .bool(isVerified),
      "notes": .array(notes.map(JSON.string)), "data": .array(data.map(JSON.string)),
      "cells": .array(cells.map(\.json)), "line": .string(line),
    ]
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
