import Display
import JSONText
import System
import Testing

@testable import Notebooks

private let cells = [
  "d = load synthetic --rows 1000", "m = build mmoe d\ntrain m --epochs 2", "history m",
  "evaluate m",
]

/// Whatever a reader may look at is compared: text, HTML, SVG, Vega-Lite, and forms that somebody added.
@Suite struct ShownFormsTests {
  private let plot = "application/vnd.vegalite.v5+json"

  /// The outputs of a cell with one form changed, with or without its record.
  private func report(
    _ cell: Int, _ type: String, hasRecord: Bool = true, version: String = programVersion,
    _ change: (JSON?) -> JSON
  ) throws -> NotebookReport {
    var notebook = RecordedNotebook(cells)
    notebook.version = version
    notebook.change(cell) { output in
      let data = (output["data"] ?? [:]).adding([type: change(output["data"]?[type])])
      let changed = output.adding(["data": data])
      return hasRecord ? changed : changed.adding(["metadata": [:]])
    }
    return try notebook.report()
  }

  /// The value with its last number another one.
  private func falsified(_ value: JSON) -> (JSON, isChanged: Bool) {
    if let members = value.object {
      for (key, member) in members.sorted(by: { $0.key > $1.key }) {
        let (changed, isChanged) = falsified(member)
        if isChanged { return (value.adding([key: changed]), true) }
      }
    }
    if var elements = value.array {
      for index in elements.indices.reversed() {
        let (changed, isChanged) = falsified(elements[index])
        elements[index] = changed
        if isChanged { return (.array(elements), true) }
      }
    }
    switch value {
    case .integer(let number): return (.integer(number + 1), true)
    case .number(let number): return (.number(number + 0.125), true)
    default: return (value, false)
    }
  }

  @Test(arguments: [true, false]) func anEditedPlotIsNamed(hasRecord: Bool) throws {
    let report = try report(2, plot, hasRecord: hasRecord) { value in
      let (changed, isChanged) = falsified(value?["data"] ?? [:])
      #expect(isChanged)
      return (value ?? [:]).adding(["data": changed])
    }
    let verdict = report.cells[2].verdict
    #expect(verdict.name == "differs" && !report.isVerified)
    let reason = verdict.reason ?? ""
    #expect(reason.contains("the \(plot) was changed at data.values["), "\(reason)")
    #expect(reason.contains(" recorded, ") && reason.hasSuffix(" now"), "\(reason)")
  }

  @Test(arguments: [(2, "image/svg+xml"), (3, "text/html")], [true, false])
  func editedPicturesAndHTMLAreNamed(form: (cell: Int, type: String), hasRecord: Bool) throws {
    let report = try report(form.cell, form.type, hasRecord: hasRecord) { value in
      .string((value?.joinedText ?? "").replacing("0.", with: "0.9"))
    }
    let verdict = report.cells[form.cell].verdict
    #expect(verdict.name == "differs" && !report.isVerified)
    #expect(verdict.reason?.contains("the \(form.type) was changed") == true, "\(verdict)")
  }

  /// The kernel ends the last line of a text; earlier versions did not.
  @Test func theEndOfTheLastLineMakesNoDifference() throws {
    let report = try report(3, "text/plain") { .string(($0?.joinedText ?? "") + "\n") }
    #expect(report.cells[3].verdict.name == "same bits" && report.isVerified)
  }

  /// JupyterLab shows Markdown rather than plain text.
  @Test func anAddedFormIsNamed() throws {
    let report = try report(3, "text/markdown") { _ in "**AUC 0.99**" }
    let reason = report.cells[3].verdict.reason
    #expect(reason?.hasSuffix("a form that is not shown now, text/markdown") == true)
  }

  /// A picture that the browser drew beside a plot cannot be compared, and the report says so.
  @Test func aPictureOfJupyterLabIsMentioned() throws {
    let beside = try report(2, "image/png") { _ in "iVBORw0KGgo=" }
    #expect(beside.isVerified)
    #expect(
      beside.notes == ["PNG pictures that JupyterLab added to plots are not compared: cell 3."])
    #expect(try !report(3, "image/png") { _ in "iVBORw0KGgo=" }.isVerified)
  }

  /// Front-ends write numbers in their own way: 1.0 as 1, and 3 as 3.0.
  @Test func numbersMayBeWrittenInOtherWays() throws {
    func rewritten(_ value: JSON) -> JSON {
      if let members = value.object { return .object(members.mapValues(rewritten)) }
      if let elements = value.array { return .array(elements.map(rewritten)) }
      if case .integer(let number) = value { return .number(Double(number)) }
      if case .number(let number) = value, let whole = Int(exactly: number) {
        return .integer(whole)
      }
      return value
    }
    let report = try report(2, plot) { rewritten($0 ?? [:]) }
    #expect(report.cells[2].verdict == .sameBits)
  }

  /// Another version may draw otherwise: then the verdict says what was not compared.
  @Test(arguments: [true, false]) func drawingsOfAnotherVersionAreNotVouchedFor(hasRecord: Bool)
    throws
  {
    let report = try report(3, "text/html", hasRecord: hasRecord, version: "0.2.0") { _ in
      "<table></table>"
    }
    #expect(report.cells[3].verdict == .samePrintedDigits(Verdict.otherVersion))
    #expect(report.isVerified && report.line.contains("verified: same printed digits (4 of 4"))
  }

  /// What cannot be verified is worse than what has no record, whichever comes first.
  @Test func aDifferenceIsWorseThanNoRecord() {
    let unknown = Verdict.samePrintedDigits(Verdict.noRecord)
    let different = Verdict.samePrintedDigits("the bits differ below the printed digits")
    #expect(unknown.and(different) == different && different.and(unknown) == different)
  }

  @Test func theLinesOfAnErrorAreCompared() throws {
    var notebook = RecordedNotebook(["check d rows 3"])
    #expect(try notebook.report().isVerified)
    notebook.change(0) { $0.adding(["traceback": ["All is well."]]) }
    #expect(try notebook.verdicts()[0].reason?.hasPrefix("error text: 'All is well.'") == true)
  }

  /// A notice about a lost run is the state of the machine; a result cannot pass for one.
  @Test func noticesOfTheKernelDoNotCount() throws {
    var notebook = RecordedNotebook(["echo a"])
    func add(_ data: JSON) {
      notebook.cells[0] = notebook.cells[0].adding([
        "outputs": .array(
          [
            [
              "output_type": "display_data", "data": data,
              "metadata": CellRecorder.passingMetadata,
            ]
          ] + (notebook.cells[0]["outputs"]?.array ?? []))
      ])
    }
    add(["text/plain": "Run 1 (m, ple on synthetic) lost its process: it has no checkpoint."])
    #expect(try notebook.report().isVerified)
    add(["text/plain": "AUC 0.99", "text/html": "<b>AUC 0.99</b>"])
    #expect(try notebook.verdicts()[0].reason == "1 output recorded, 0 now")
  }

  @Test func placesOfDifferencesAreNamed() {
    let one: JSON = ["a": [1, ["b": "x"]], "c": .null]
    let other: JSON = ["a": [1, ["b": "y"]], "c": .number(.nan)]
    let difference = one.firstDifference(from: other)
    #expect(
      difference == JSON.Difference(path: "a[1].b", values: "\"x\" recorded, \"y\" now"))
    #expect(one.firstDifference(from: one) == nil)
    let shorter: JSON = ["a": [1], "c": .null]
    #expect(one.firstDifference(from: shorter)?.path == "a[1]")
    #expect(JSON.null.firstDifference(from: .number(.infinity)) == nil)
  }
}
