import Glibc

/// A library of the system that is loaded while the program runs, where there is one.
///
/// Unchecked: the handle is never closed, and the loader may be called from any thread.
package struct DynamicLibrary: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer

  /// Loads a library by its name, such as `libzstd.so.1`; nil if there is none.
  package init?(_ name: String) {
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
    self.handle = handle
  }

  /// The function of that name, whose type the caller knows; nil if there is none.
  package func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    dlsym(handle, name).map { unsafeBitCast($0, to: type) }
  }
}
