import Analysis
import DataSets
import Display
import TestSupport
import Testing

@Suite struct DataTests {
  @Test func partsAndRates() {
    let table = DataSummary(ToyData.pair).parts
    #expect(table[column: "rows"]?.map(\.value) == [6, 2, 8, 16])
    #expect(table[column: "income"]?.map(\.value) == [0.5, 0.5, 0.5, 0.5])
    #expect(table.title.hasSuffix("fingerprint 0123456789ab"))
  }

  @Test func missingLeavesUnseenWordsOut() {
    let table = DataSummary(ToyData.pair).features
    // age: rows 3 and 7. city: rows 0, 3 and 6 have id 0, and row 3 holds a word.
    #expect(table[column: "missing"]?.map(\.value) == [0.25, 0.25])
    #expect(table[column: "values"]?.map(\.value) == [6, 2])
    #expect(
      table[column: "content"]?.map(\.rawText) == [
        "3 ± 2.160, 0 to 6", "Rome 37.5 %, Paris 25.0 %",
      ])
  }

  @Test func headDecodes() throws {
    guard case .table(let table) = try DataHead(ToyData.pair, count: 4).figure else {
      Issue.record("no table")
      return
    }
    #expect(table[column: "city"]?.map(\.rawText) == ["", "Rome", "Paris", "Oslo"])
    #expect(table[column: "age"]?.map(\.rawText) == ["0", "1", "2", ""])
    #expect(table[column: "row"]?.map(\.rawText) == ["1", "2", "3", "4"])
    #expect(table[column: "married"]?.map(\.rawText) == ["1", "1", "0", "1"])
  }

  @Test func figures() throws {
    let notes = ["One row was dropped: its label could not be read."]
    let summary = DataSummary(ToyData.pair, notes: notes).figures.map(\.plainText)
    expectGolden(summary.joined(separator: "\n\n") + "\n", "data-summary.txt")
    expectGolden(try DataHead(ToyData.pair).figure.plainText + "\n", "data-head.txt")
  }
}
