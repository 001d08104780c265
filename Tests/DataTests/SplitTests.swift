import Data
import Testing

/// No row is in two parts, and every row is in one.
@Suite struct SplitTests {
  @Test(arguments: [1, 2, 9, 10, 11, 999])
  func everyRowIsInOnePart(rows: Int) {
    let splits = [
      Split(inOrder: rows), Split(shuffling: rows, seed: 1), Split(everyTenthOf: rows, thenTest: 0),
      Split(everyTenthOf: rows - 1, thenTest: 1), Split(shuffling: rows, seed: 1, testRows: 1),
    ]
    for split in splits {
      #expect((split.train + split.validation + split.test).sorted() == Array(0..<Int32(rows)))
      #expect(split.rowCount == rows)
      for part in Split.Part.allCases { #expect(split[part] == split[part].sorted()) }
    }
  }

  @Test func sizes() {
    let split = Split(shuffling: 1_000, seed: 5)
    #expect([split.train.count, split.validation.count, split.test.count] == [800, 100, 100])
    #expect(Split(inOrder: 25).train.count == 21)
    #expect(Split(shuffling: 100, seed: 5, testRows: 40).test == Array(60..<100))
  }

  @Test func aTenthOfAnyStretchIsDrawn() {
    let test = Split(shuffling: 100_000, seed: 1).test
    for start in stride(from: 0, to: 100_000, by: 10_000) {
      let count = test.count { (start..<start + 10_000).contains(Int($0)) }
      #expect((850...1_150).contains(count))
    }
  }
}
