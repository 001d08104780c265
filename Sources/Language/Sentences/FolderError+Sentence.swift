package import System

extension FolderError {
  /// Why there is no such folder, as a sentence.
  package var sentence: String {
    switch self {
    case .noHome: "HOME is not set to an absolute path."
    case .relative(let variable, let path):
      "\(variable) is '\(path)', which is not an absolute path."
    case .off(let variable): "\(variable) is empty."
    case .unnamed: "No folder is set."
    }
  }

  /// The way out, as a sentence.
  package var wayOut: String {
    switch self {
    case .noHome: "Set HOME, or name the file by its absolute path."
    case .relative(let variable, _): "Set \(variable) to a path that begins with / or ~/."
    case .off(let variable): "Set \(variable) to a folder to turn it on."
    case .unnamed: "Set one."
    }
  }
}
