import ArgumentParser
import DataSets
import Display
import Models
import Options
import System
import Training

/// Tries values of options, one training per set of values.
struct Search: Command {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Tries options of a model and its training, at random or exhaustively.",
    discussion: """
      --vary takes bounds, learning-rate=0.0001..0.01, or a list, num-experts=2,4,8; a list of one
      word fixes an option. Bounds a factor of ten apart are drawn on the scale of logarithms. Where
      all are lists and no more than the trials, every combination is tried. The best trial is that
      of the monitor on the validation rows. Each trial is a run; after an interrupt the same line
      takes the trials that are finished from `runs` and goes on.
      """)
  static let group = CommandGroup.build
  static let examples = [
    Example(
      "tried = search mmoe adult --vary learning-rate=0.0001..0.01 num-experts=2,4,8 --trials 10",
      "Ten trials, drawn with the seed."),
    Example(
      "tried = search dnn adult --vary dropout=0,0.1,0.3 --monitor auc --epochs 2",
      "All three values; the best by AUC."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Kind of the model, as after `build`.") var kind: KindName
  @Argument(help: "Data set to train on.") var data: DataName
  @Option(
    parsing: .upToNextOption,
    help: "Options that vary, with their values: OPTION=a..b or OPTION=a,b.")
  var vary: [String] = []
  @Option(help: "Number of trials, if they are drawn; of a grid at most so many.") var trials = 20
  @Flag(help: "Shows no progress of the trainings.") var quiet = false
  @OptionGroup var labels: LabelTransforms
  @OptionGroup var training: TrainingOptions

  func validate() throws {
    try Bounds(1...1000).check("trials", trials)
    if vary.isEmpty {
      throw Complaint(
        .usage, "There is nothing to search.",
        wayOut: "Name options and their values: `--vary learning-rate=0.0001..0.01`.")
    }
  }

  func run(in session: Session) throws -> Output {
    let data = try labels.applied(to: session.data(data, for: "search"))
    let space = try space()
    let trials = try trials(of: space, session.interrupt)
    var table = SearchTable(
      kind: kind.text, source: data.source, space: space, manner: space.manner(self.trials),
      training: training, tasks: data.schema.tasks)
    let wasInLoop = session.isInLoop
    session.isInLoop = true
    defer { session.isInLoop = wasInLoop }
    let finished = try FinishedRuns(of: kind.text, in: session)
    var trainings = TrainingsSideBySide<TrialResult>(over: trials.count, in: session) { index in
      try step(trials[index], of: trials.count, data, finished, in: session)
    } measure: { trainer, interrupt in
      try TrialResult(trainer, interrupt)
    }
    let outcome = trainings.run()
    for (trial, value) in zip(trials, outcome.values) {
      switch value {
      case .success(let result): table.append(trial, result)
      case .failure(let error): table.append(trial, failure: Complaint(error).sentence)
      case nil: break
      }
    }
    if let interruption = outcome.interruption {
      if !table.isEmpty { session.keep(interrupted: table.table) }
      throw interruption
    }
    return .show(.table(table.table))
  }

  /// What there is to do for a trial.
  private func step(
    _ trial: Trial, of count: Int, _ data: DataSet, _ finished: FinishedRuns, in session: Session
  ) throws -> TrainingsSideBySide<TrialResult>.Task {
    if let record = finished.record(of: trial, on: data, seed: training.seed) {
      return .known(TrialResult(record))
    }
    let model = try Model(
      trial.kind, schema: data.schema, seed: training.seed, interrupt: session.interrupt)
    let observed = ObservedTraining(
      kind.text, Trainer(model, data), note: "trial \(trial.number) of \(count)",
      isRecorded: true, isQuiet: quiet, in: session)
    return .train(observed, trial.training)
  }
}

/// What a search tries, from its line.
extension Search {
  private var type: any ModelKind.Type {
    get throws(Complaint) {
      if let type = modelKinds.first(where: { $0.name == kind.text }) { return type }
      let names = modelKinds.map { $0.name }
      throw Complaint(
        .usage, "Unknown kind '\(kind.text)'.\(Suggestion.question(for: kind.text, among: names))",
        wayOut: "`help build` lists them.", about: kind.text)
    }
  }

  private func space() throws(Complaint) -> SearchSpace {
    let known = DeclaredOption.all(of: try type) + DeclaredOption.all(of: TrainingOptions.self)
    var options: [VariedOption] = []
    for word in vary {
      guard let option = VariedOption(word) else {
        throw Complaint(
          .usage, "'\(word)' does not say which values to try.",
          wayOut: "Write OPTION=a..b with a below b, OPTION=a,b or OPTION=a.", about: word)
      }
      options.append(option.whole(try isWhole(option, word, known)))
    }
    if let name = options.map(\.name).firstRepeated {
      throw Complaint(
        .usage, "'\(name)' is varied twice.", wayOut: "One list: `\(name)=a,b`.", about: name)
    }
    return SearchSpace(options: options)
  }

  /// Whether an option takes whole numbers only.
  private func isWhole(
    _ option: VariedOption, _ word: String, _ known: [DeclaredOption]
  ) throws(Complaint) -> Bool {
    guard option.name != "seed", let declared = known.first(where: { $0.name == option.name })
    else {
      let names = known.filter { $0.form != .argument && $0.name != "seed" }.map(\.name)
      throw Complaint(
        .usage,
        option.name == "seed"
          ? "A search has one seed, which draws its trials too."
          : "Neither \(kind.text) nor its training has an option '\(option.name)'."
            + Suggestion.question(for: option.name, among: names),
        wayOut: option.name == "seed"
          ? "`compare m --seeds 3` trains with several." : "`help build \(kind.text)` lists them.",
        about: word)
    }
    let isWhole = if case .wholeNumber = declared.kind { true } else { false }
    if case .range(_, _, let isTypedWhole) = option.values {
      guard isWhole || declared.kind == .number else {
        throw Complaint(
          .usage, "'\(option.name)' has no values between two bounds.",
          wayOut: "Name the values: `\(option.name)=a,b`.", about: word)
      }
      if isWhole, !isTypedWhole {
        throw Complaint(
          .usage, "'\(option.name)' takes whole numbers, and so do its bounds.", about: word)
      }
    }
    return isWhole
  }

  /// All trials with their options parsed, so that mistakes show before the first training.
  private func trials(of space: SearchSpace, _ interrupt: Interrupt) throws -> [Trial] {
    let type = try type
    let own = Set(DeclaredOption.all(of: type).map(\.name))
    let names = space.options.map(\.name)
    return try space.trials(trials, seed: training.seed).enumerated().map { index, values in
      // Parsing takes a millisecond.
      try interrupt.check()
      let settings = zip(names, values).map { (name: $0, word: $1) }
      let ofModel = settings.filter { own.contains($0.name) }
      let ofTraining = settings.filter { !own.contains($0.name) }
      let rest = OptionSetting.all(of: training).filter { setting in
        !ofTraining.contains { $0.name == setting.name }
      }
      do {
        return Trial(
          number: index + 1, values: values, kind: try Self.parsed(type, ofModel, []),
          training: try Self.parsed(
            TrainingOptions.self, ofTraining, OptionSetting.words(rest)))
      } catch {
        var complaint =
          (error as? OptionFailure).map { Complaint($0, of: .of(Self.self), vary) }
          ?? Complaint(error)
        complaint.about =
          vary.first { word in
            settings.contains { word.hasPrefix($0.name + "=") && complaint.about == $0.word }
          } ?? vary[0]
        throw complaint
      }
    }
  }

  private static func parsed<Arguments: ParsableArguments>(
    _ type: Arguments.Type, _ settings: [(name: String, word: String)], _ others: [String]
  ) throws -> Arguments {
    let flags = Set(DeclaredOption.all(of: type).filter { $0.form == .flag }.map(\.name))
    let words = settings.flatMap { setting -> [String] in
      if flags.contains(setting.name) { return setting.word == "yes" ? ["--" + setting.name] : [] }
      return ["--" + setting.name] + setting.word.split(separator: "+").map(String.init)
    }
    return try OptionParser.parse(type, others + words)
  }
}

/// The name of a kind of model.
struct KindName: ExpressibleByArgument {
  let text: String

  init?(argument: String) { text = argument }

  static var allValueStrings: [String] { [] }
  var defaultValueDescription: String { text }
}
