import Analysis
import DataSets
import Display
import Engine
import TestSupport
import Testing

@Suite struct CorrelationTests {
  @Test func pearsonFromCounts() throws {
    // (n n11 - n1 n2) / sqrt(n1 (n - n1) n2 (n - n2)) = (7*2 - 3*4) / sqrt(3*4 * 4*3) = 1/6
    let labels = try LabelCorrelation(ToyData.pair)
    #expect(labels.values[0][1] == 1.0 / 6)
    #expect(labels.values[1][0] == 1.0 / 6)
    #expect(labels.values[0][0] == 1 && labels.values[1][1] == 1)
    #expect(labels.means == [0.5, 4.0 / 7])
  }

  /// The owner's training file of UCI Adult has 32,561 rows, 7,841 with a high income, 10,683 never
  /// married, 491 with both; np.corrcoef of the columns is -0.3184.
  @Test func adult() throws {
    let both = 491
    let income = (0..<32_561).map { Float($0 < 7_841 ? 1 : 0) }
    let married = (0..<32_561).map { row in
      Float(row < both || (7_841..<7_841 + 10_683 - both).contains(row) ? 1 : 0)
    }
    let labels = try LabelCorrelation(
      ToyData.labelled([("income", income), ("never-married", married)]))
    #expect(abs(labels.values[0][1] + 0.3184) < 0.00005)
    #expect(labels.figure.plainText.contains("correlate by -0.318: where one is high, the"))
  }

  @Test func cosineFromCounts() throws {
    // n11 / sqrt(n1 n2) = 2 / sqrt(12)
    let labels = try LabelCorrelation(ToyData.pair, measure: .cosine)
    #expect(abs(labels.values[0][1] - 2 / 12.0.squareRoot()) < 1e-15)
  }

  @Test func undefinedIsNaNAndSaysSo() throws {
    let data = ToyData.labelled([
      ("always", [1, 1, 1, 1, 1, 1, 1, 1]), ("some", [1, 0, 1, 0, 1, 0, 1, 0]),
    ])
    let labels = try LabelCorrelation(data)
    #expect(labels.values[0][1].isNaN)
    #expect(labels.figure.plainText.contains("No pair of tasks has a defined correlation."))
  }

  @Test func oneTaskAndNoRowsAreErrors() throws {
    let single = ToyData.labelled([("income", [1, 0, 1, 0, 1, 0, 1, 0])])
    #expect(throws: AnalysisError.fewTasks) { try LabelCorrelation(single) }
    var empty = ToyData.pair
    empty.split.validation = []
    #expect(throws: AnalysisError.noRows(part: "validation")) {
      try LabelCorrelation(empty, on: [.validation])
    }
  }

  @Test func conditionalRates() throws {
    let rates = try ConditionalRates(ToyData.pair)
    // Of the 3 rows with income whose other label is there, 2 are married; of 4 married, 2 income.
    #expect(rates.values == [[1, 2.0 / 3], [0.5, 1]])
    #expect(rates.rates == [0.5, 4.0 / 7])
  }

  @Test func predictionsBesideLabels() throws {
    let model = try ToyData.model(ToyData.sharedBottom())
    let both = try PredictionCorrelation(of: model, on: .test)
    #expect(both.labels == (try LabelCorrelation(ToyData.many, on: [.test]).values))
    #expect(both.predictions[0][0] == 1 && abs(both.predictions[0][1]) <= 1)
    #expect(both.predictions[0][1] == both.predictions[1][0])
    expectGolden(both.figure.plainText + "\n", "prediction-correlation.txt")
  }

  @Test func figures() throws {
    expectGolden(try LabelCorrelation(ToyData.pair).figure.plainText + "\n", "two-labels.txt")
    expectGolden(try ConditionalRates(ToyData.pair).figure.plainText + "\n", "rates.txt")
    let four = ToyData.labelled(
      [
        ("click", [1, 1, 1, 0, 0, 0, 1, 0]), ("like", [1, 1, 0, 0, 0, 0, 1, 0]),
        ("hate", [0, 0, 0, 1, 1, 0, 0, 1]), ("watch", [3, 1.5, 2, 0, 1, 0.5, 2.5, 0]),
      ], kinds: [.binary, .binary, .binary, .regression])
    expectGolden(try LabelCorrelation(four).figure.plainText + "\n", "four-labels.txt")
  }
}
