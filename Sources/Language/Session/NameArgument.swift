import ArgumentParser
import DataSets

/// An argument that names a value of the session.
///
/// Its type decides which kinds of values are accepted, checked and completed.
protocol NameArgument: ExpressibleByArgument {
  static var accepted: [ValueKind] { get }
  var text: String { get }
  /// False if the text is something else than a name.
  var isName: Bool { get }
  init(text: String)
}

extension NameArgument {
  init?(argument: String) { self.init(text: argument) }

  var defaultValueDescription: String { text }

  var isName: Bool { true }
}

/// The name of a data set.
struct DataName: NameArgument {
  static let accepted: [ValueKind] = [.data]
  let text: String
}

/// The name of a model.
struct ModelName: NameArgument {
  static let accepted: [ValueKind] = [.model]
  let text: String
}

/// The name of a table, or of a plot, whose figures are rows as well.
struct TableName: NameArgument {
  static let accepted: [ValueKind] = [.table, .plot]
  let text: String
}

/// The name of a data set or a model.
struct DataOrModelName: NameArgument {
  static let accepted: [ValueKind] = [.data, .model]
  let text: String
}

/// The name of a model, or of predictions.
struct ComparedName: NameArgument {
  static let accepted: [ValueKind] = [.model, .predictions]
  let text: String
}

/// The number of a run, or the name of a table whose first row has it.
struct RunNumber: NameArgument {
  static let accepted: [ValueKind] = [.table]
  let text: String

  var isName: Bool { Int(text) == nil }
}

/// The name of any value.
struct AnyName: NameArgument {
  static let accepted = ValueKind.allCases
  let text: String
}

/// The path of a file or folder, completed from the disk.
struct FilePath: ExpressibleByArgument {
  let text: String
  init?(argument: String) { text = argument }
  var defaultValueDescription: String { text }
}

extension Split.Part: ExpressibleByArgument {}
