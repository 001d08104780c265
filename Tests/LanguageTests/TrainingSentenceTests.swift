import Analysis
import DataSets
import Display
import Models
import TestSupport
import Testing
import Training

@testable import Language

private let trainingErrors: [TrainingError] = [
  .lossIsNoNumber(task: "buy", step: 7, learningRate: 10), .noData, .batchOfOneRow,
  .noRows(part: .test),
  .batchTooLarge(rows: 70_000, bytes: 3 << 30, limit: 2 << 30),
  .unknownTask("x", known: ["click", "buy"]),
  .wrongTaskWeights(count: 1, tasks: ["click", "buy"]),
  .noSampleSpace("x", known: ["click", "buy"]), .noEvent("stars"),
  .noMetric(.auc, task: "stars"), .noMetric(.auc, task: nil),
  .noMetric(.spearman, task: "income"), .tasksShare(kind: "mmoe"),
  .gradientsTooLarge(method: "pcgrad", bytes: 3 << 30, limit: 2 << 30),
  .noGroup("age", known: []), .noGroup("age", known: ["user"]),
  .noGroup("age", known: ["user", "item"]),
]

private let analysisErrors: [AnalysisError] = [
  .noData(model: "m"), .noRows(part: "test"),
  .lacks(.experts, model: "m", kind: "dnn"),
  .lacks(.gates, model: "m", kind: "dnn"), .networksOfTasks(model: "m", kind: "cross-stitch"),
  .lacks(.selectionGates, model: "m", kind: "dnn"),
  .lacks(.virtualGradient, model: "m", kind: "dnn"), .gatesDifferByRow(model: "m"),
  .rareValues(field: "user", values: 299_980, rows: 300_000, least: 10),
  .rareValues(field: "color", values: 3, rows: 4, least: 10), .neverTrained(model: "m"), .fewTasks,
  .unknownBaseline("x", known: ["a", "b"]), .unknownField("agee", known: ["age", "city"]),
  .otherData("m", "n"), .sameForAllRows(model: "m"), .noLevel(model: "m", level: 3, known: [1, 2]),
  .noLevel(model: "m", level: 2, known: []), .noBinaryTask(model: "m"),
  .sharesNothing(model: "m", kind: "dnn"), .noConfidences(source: "adult"),
  .notRecorded("gates", model: "m", kind: "dnn"), .oneClass(part: "test"),
]

private let modelErrors: [ModelError] = [
  .noFeatures, .noTasks,
  .tooLarge(count: 5_000_000_000, limit: 2_000_000_000),
  .tooManyFeatures(70_000), .notBinary(task: "stars"),
  .twins("age"),
]

private let remarks: [Remark] = [
  .nothingShared(task: "click", kind: "mmoe"), .noValidationRows, .noLabel(task: "buy"),
  .oneLabel(task: "buy", kind: .binary, label: 0, rows: 400),
  .oneLabel(task: "buy", kind: .binary, label: 1, rows: 400),
  .oneLabel(task: "stars", kind: .regression, label: 2.5, rows: 400),
  .oneLabel(task: "stars", kind: .regression, label: 2.5, rows: 1), .sameLabels("click", "buy"),
  .outOfOrder(task: "buy", before: "click", rows: 3, kind: "aitm"),
]

private let damages: [CheckpointError] = [
  .missingEntry("model"), .entry("run"), .unknownKind("x"), .options(kind: "mmoe"),
  .feature("age"), .task("buy", kind: "x"), .taskWithoutKind, .repeatedName, .unbuildable,
  .missingTensor("gates.buy.weight"), .shape(tensor: "w", [2, 3], expected: [3, 2]),
  .doubles(tensor: "w"), .notNumbers(tensor: "w"), .history(tensor: "losses"),
  .moments(parameter: "w"), .file(.tooShort), .file(.headerTooLong),
  .file(.notAHeader), .file(.moreThanTensors), .file(.tensor("w", .overlap)),
  .file(.tensor("w", .type("I8"))), .file(.tensor("w", .shape)), .file(.tensor("w", .range)),
]

private let advice: [Advice] = [
  .train("m"), .resume("m", opensItsData: false), .resume("m", opensItsData: true),
  .experts(3), .moreSeeds, .expertDropout, .fewerExperts,
]

/// What a person reads of an error, and the word of the line that is underlined.
private func text(_ error: any Error) -> String {
  let complaint = Complaint(error)
  let about = complaint.about.map { "(about \($0))" }
  return [complaint.kind.rawValue + ": " + complaint.sentence, complaint.wayOut, about]
    .compactMap { $0 }.joined(separator: "\n")
}

@Test func errorsOfTrainingAndFiguresHaveSentences() {
  let texts =
    trainingErrors.map(text) + analysisErrors.map(text) + modelErrors.map(text)
    + [text(CancellationError())]
  expectGolden(texts.joined(separator: "\n\n") + "\n", "training-errors.txt")
}

@Test func remarksAndAdviceHaveSentences() {
  let texts =
    remarks.map(\.sentence)
    + advice.map(\.sentence)
  expectGolden(texts.joined(separator: "\n") + "\n", "remarks.txt")
}

@Test func damagedFilesHaveSentences() {
  expectGolden(damages.map(\.phrase).joined(separator: "\n") + "\n", "damaged-models.txt")
}

/// Training that cannot fit is rejected with both numbers.
@Test func memoryThatIsLackingIsToldInFull() throws {
  let data = try DataSet(
    source: "toy",
    fitting: [RawFeature(name: "x", numbers: (0..<100).map { Float($0) })],
    tasks: [Task(name: "click"), Task(name: "buy")],
    labels: [0, 1].map { first in (0..<100).map { Float(($0 + first) % 2) } },
    split: Split(inOrder: 100), notes: [], options: "")
  let model = try Model(MMoE.parsed([]), schema: data.schema, seed: 1)
  let need = MemoryNeed(model, data, TrainingOptions.standard, exactly: false)
  let complaint = Complaint(TrainingError.memoryTooSmall(need, available: 3 << 20))
  #expect(complaint.sentence.contains("about \(need.total >> 20) MiB more memory"))
  #expect(complaint.sentence.hasSuffix("but only 3 MiB are available."))
  let option = need.batch > need.weights ? "--batch-size" : "--embedding-dim"
  #expect(complaint.wayOut?.contains(option) == true)
}

/// A table says how to see all its rows where a line shows it first.
@Test func aTableThatIsCutSaysHowToSeeAll() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000\nfor r in 1..25 { list }")
  let text = notebook.results.first?.plainText.split(separator: "\n").joined(separator: " ") ?? ""
  #expect(
    text.contains("more rows. To get all rows: `t = …`, then `export t FILE.csv`."))
}
