import ArgumentParser
import DataSets

/// A word of a command that names something in the session.
///
/// The type says what it may name: names are checked and completed by it, before anything runs.
protocol NameArgument: ExpressibleByArgument {
  static var accepted: [ValueKind] { get }
  var text: String { get }
  init(text: String)
}

extension NameArgument {
  init?(argument: String) { self.init(text: argument) }

  var defaultValueDescription: String { text }
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

/// The name of a table.
struct TableName: NameArgument {
  static let accepted: [ValueKind] = [.table]
  let text: String
}

/// The name of a data set or a model.
struct DataOrModelName: NameArgument {
  static let accepted: [ValueKind] = [.data, .model]
  let text: String
}

/// The name of anything.
struct AnyName: NameArgument {
  static let accepted = ValueKind.allCases
  let text: String
}

/// A file or folder that a user names, for completion.
struct FilePath: ExpressibleByArgument {
  let text: String
  init?(argument: String) { text = argument }
  var defaultValueDescription: String { text }
}

extension Split.Part: ExpressibleByArgument {}
