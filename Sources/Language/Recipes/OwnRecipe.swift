import DataSets
import Models
import Options
import Runs
import Training

/// The lines of a value that was made from what only this machine has, such as a recorded run.
struct OwnRecipe {
  let lines: [String]
  /// The names whose values they read.
  var reads: Set<String> = []
}

extension RunRecord {
  /// The lines that train its model anew under a name: `load`, `build` and `train`.
  ///
  /// `data` is the run's data as the session holds it; else they are loaded under a name that is not `taken`.
  /// - Returns: `nil` if the run began with other weights than a model's initial ones, or with data that
  ///   were derived from others and are not in the session.
  func recipe(
    as name: String, data: (name: String, data: DataSet)?, taken: Set<String>
  ) -> OwnRecipe? {
    let isLoaded = madeBy.split(separator: " ").dropFirst(2).first == "load"
    guard start.isFresh == true, data != nil || isLoaded else { return nil }
    let dataName =
      data?.name ?? (taken.contains(self.dataName) ? "\(self.dataName)-\(number)" : self.dataName)
    let loading = data == nil ? [self.loading(as: dataName)] : []
    let building = ["build", start.kind, dataName] + buildOptions(of: data?.data)
    let training = ["train", name] + OptionSetting.words(start.training.changes)
    return OwnRecipe(
      lines: loading + ["\(name) = \(Self.line(building))", Self.line(training)],
      reads: data == nil ? [] : [dataName])
  }

  /// The line that made its data, under a name.
  private func loading(as name: String) -> String {
    "\(name)\(madeBy.drop { $0 != " " })  # fingerprint \(start.fingerprint.prefix(12))"
  }

  /// The words after `build KIND DATA`; tasks and transforms only where they are not those of the data.
  private func buildOptions(of data: DataSet?) -> [String] {
    let tasks = data?.schema.tasks.map(\.name) == start.tasks ? [] : ["--tasks"] + start.tasks
    let transforms = start.labelTransforms ?? []
    let isUsual = transforms.isEmpty || data?.schema.labelTransforms == transforms
    return start.modelOptions + ["--seed", "\(start.modelSeed)"] + tasks
      + (isUsual ? [] : ["--label-transform"] + transforms)
  }

  private static func line(_ words: [String]) -> String {
    ValueRecipe.withoutDefaults(words.map { OptionWord($0) }).map(\.typed).joined(separator: " ")
  }
}
