#include <sqlite3.h>

/// Makes a text in double quotes a name and nothing else: a misspelt column would be read as text.
///
/// Swift cannot call the function itself, whose number of arguments varies.
static inline int dephn_sqlite_quotes_are_names(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
}
