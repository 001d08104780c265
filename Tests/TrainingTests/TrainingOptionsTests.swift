import Engine
import FoundationEssentials
import Options
import Testing

@testable import Training

/// The options of a run: bounds, saved form, changes and partners.
@Suite struct TrainingOptionsTests {
  private static let words = [
    "--epochs", "7", "--batch-size", "64", "--learning-rate", "0.05", "--optimizer", "sgd",
    "--embedding-update", "lazy", "--seed", "18446744073709551615", "--monitor", "click.auc",
    "--early-stop-patience", "2", "--early-stop-together", "--task-weights", "0.5", "2.0",
    "--sample-space", "conversion=click", "--momentum", "0.5", "--weight-decay", "0.125",
    "--clip-norm", "2.5",
    "--schedule", "exponential", "--warmup-steps", "3", "--decay", "0.75", "--decay-steps", "40",
    "--no-shuffle", "--no-record",
  ]

  private func parsed(_ words: [String]) throws -> TrainingOptions {
    try OptionParser.parse(TrainingOptions.self, words)
  }

  private func opened(_ json: String) throws -> TrainingOptions {
    try JSONDecoder().decode(SavedTrainingOptions.self, from: Data(json.utf8)).wrappedValue
  }

  private func fault(_ words: [String]) -> (any Error)? {
    do throws(OptionFailure) { _ = try OptionParser.parse(TrainingOptions.self, words) } catch {
      if case .invalid(let fault) = error { return fault }
    }
    return nil
  }

  @Test func wordsBecomeValues() throws {
    let options = try parsed(Self.words)
    #expect(options.epochs == 7 && options.batchSize == 64 && options.learningRate == 0.05)
    #expect(options.optimizer == .sgd && options.tables == .lazy && options.seed == .max)
    #expect(options.monitor == .taskAUC("click") && options.earlyStopPatience == 2)
    #expect(options.taskWeights == [0.5, 2] && options.weighting == .fixed)
    #expect(options.sampleSpaces == [SampleSpace(task: "conversion", label: "click")])
    #expect(options.momentum == 0.5 && options.weightDecay == 0.125 && options.clipNorm == 2.5)
    #expect(options.schedule.shape == .exponential && options.schedule.warmupSteps == 3)
    #expect(options.schedule.decay == 0.75 && options.schedule.decaySteps == 40)
    #expect(!options.shuffles)
  }

  @Test func valuesBecomeWords() throws {
    var options = TrainingOptions.standard
    #expect(options.changes.isEmpty && options.shuffles && options.weighting == .fixed)
    (options.epochs, options.batchSize, options.learningRate) = (7, 64, 0.05)
    (options.optimizer, options.tables, options.seed) = (.sgd, .lazy, .max)
    (options.monitor, options.earlyStopPatience) = (.taskAUC("click"), 2)
    options.earlyStopTogether = true
    options.taskWeights = [0.5, 2]
    options.sampleSpaces = [SampleSpace(task: "conversion", label: "click")]
    (options.momentum, options.weightDecay, options.clipNorm) = (0.5, 0.125, 2.5)
    (options.schedule.shape, options.schedule.warmupSteps) = (.exponential, 3)
    (options.schedule.decay, options.schedule.decaySteps) = (0.75, 40)
    options.shuffles = false
    options.records = false
    #expect(OptionSetting.words(OptionSetting.all(of: options)) == Self.words)
    #expect(try options == parsed(Self.words) && options != .standard)
    // All but --early-stop-each, which excludes --early-stop-together.
    #expect(options.changes.count == DeclaredOption.all(of: TrainingOptions.self).count - 1)
    options.weighting = .dwa
    #expect(options.taskWeights == nil && options.weighting == .dwa)
    options.weighting = .fixed
    #expect(options.taskWeights == nil && options.weighting == .fixed)
  }

  /// Every number has bounds, and the fault names its option.
  @Test func everyNumberHasBounds() throws {
    let numbers = DeclaredOption.all(of: TrainingOptions.self).filter {
      [.number, .wholeNumber(isSigned: true)].contains($0.kind)
    }
    #expect(numbers.count == 10)
    for option in numbers {
      for value in ["-5"] + (option.kind == .number ? ["inf", "nan"] : ["2000000000"]) {
        guard
          case .outOfBounds(let found, _, _)? = fault(["\(option.word)=\(value)"]) as? OptionFault
        else {
          Issue.record("\(option.word) \(value)")
          continue
        }
        #expect(found == option.name)
      }
    }
  }

  @Test func taskWeightsAreNumbersOrAMethod() {
    for words in [["1", "dwa"], ["dwa", "pcgrad"]] {
      #expect(fault(["--task-weights"] + words) as? TrainingFault == .mixedTaskWeights)
    }
    #expect(fault(["--task-weights", "0", "0"]) as? TrainingFault == .noTaskToLearn)
    #expect(
      fault(["--task-weights=-1"]) as? OptionFault
        == .outOfBounds(option: "task-weights", value: .number(-1), Bounds(from: 0)))
    #expect(fault(["--task-weights", "0", "2"]) == nil)
  }

  @Test func savedFormNamesEveryOption() throws {
    let options = try parsed(Self.words)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(SavedTrainingOptions(wrappedValue: options))
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"batch-size":64,"clip-norm":2.5,"decay":0.75,"decay-steps":40,"#
        + #""early-stop-each":false,"early-stop-patience":2,"early-stop-together":true,"#
        + #""embedding-update":"lazy","epochs":7,"learning-rate":0.05,"#
        + #""momentum":0.5,"monitor":"click.auc","no-record":true,"no-shuffle":true,"#
        + #""optimizer":"sgd","#
        + #""sample-space":["conversion=click"],"schedule":"exponential","#
        + #""seed":18446744073709551615,"task-weights":["0.5","2.0"],"warmup-steps":3,"#
        + #""weight-decay":0.125}"#)
    #expect(try opened(String(decoding: json, as: UTF8.self)) == options)
  }

  /// A file from before an option existed.
  @Test func aMissingOptionHasItsDefault() throws {
    #expect(try opened("{}") == .standard)
    var options = TrainingOptions.standard
    options.epochs = 9
    #expect(try opened(#"{"epochs":9}"#) == options)
  }

  @Test(arguments: [
    #"{"epochs":0}"#, #"{"epochs":"many"}"#, #"{"height":1}"#, #"{"momentum":1}"#, "[]", "7",
    #"{"schedule":{"shape":"cosine"}}"#,
  ])
  func damagedFormIsNone(json: String) {
    #expect(throws: (any Error).self) { try opened(json) }
  }

  /// The form of version 0.1.0.
  @Test func firstFormOpens() throws {
    let json =
      #"{"batchSize":64,"clipNorm":2.5,"earlyStopPatience":2,"epochs":7,"learningRate":0.05,"#
      + #""momentum":0.5,"monitor":"click.auc","optimizer":"sgd","#
      + #""sampleSpaces":[{"label":"click","task":"conversion"}],"schedule":{"decay":0.75,"#
      + #""decaySteps":40,"shape":"exponential","warmupSteps":3},"seed":18446744073709551615,"#
      + #""shuffles":false,"tables":"lazy","taskWeights":[0.5,2],"weightDecay":0.125,"#
      + #""weighting":"fixed"}"#
    let later = ["--no-record", "--early-stop-together"]
    #expect(try opened(json) == parsed(Self.words.filter { !later.contains($0) }))
  }

  @Test func partnersAreOptions() throws {
    let declared = DeclaredOption.all(of: TrainingOptions.self)
    for partner in TrainingOptions.partners {
      #expect(declared.contains { $0.name == partner.option })
      #expect(declared.first { $0.name == partner.other }?.choices.contains(partner.value) == true)
    }
    #expect(
      try parsed(["--momentum", "0.9", "--decay", "0.5"]).idle.map(\.option)
        == ["momentum", "decay"])
    #expect(try parsed(["--momentum", "0.9", "--optimizer", "sgd"]).idle.isEmpty)
  }
}
