"""Names of departments by the number or code that stands in course metadata."""

from learnstead.kernel.slugs import slug_for
from learnstead.learn.models import Department

NAMES = {
    "1": "Civil and Environmental Engineering",
    "2": "Mechanical Engineering",
    "3": "Materials Science and Engineering",
    "4": "Architecture",
    "5": "Chemistry",
    "6": "Electrical Engineering and Computer Science",
    "7": "Biology",
    "8": "Physics",
    "9": "Brain and Cognitive Sciences",
    "10": "Chemical Engineering",
    "11": "Urban Studies and Planning",
    "12": "Earth, Atmospheric, and Planetary Sciences",
    "14": "Economics",
    "15": "Management",
    "16": "Aeronautics and Astronautics",
    "17": "Political Science",
    "18": "Mathematics",
    "20": "Biological Engineering",
    "21": "Humanities",
    "21A": "Anthropology",
    "21G": "Global Languages",
    "21H": "History",
    "21L": "Literature",
    "21M": "Music and Theater Arts",
    "22": "Nuclear Science and Engineering",
    "24": "Linguistics and Philosophy",
    "CMS-W": "Comparative Media Studies and Writing",
    "CC": "Concourse",
    "EC": "Edgerton Center",
    "ES": "Experimental Study Group",
    "ESD": "Engineering Systems Division",
    "HST": "Health Sciences and Technology",
    "IDS": "Data, Systems, and Society",
    "MAS": "Media Arts and Sciences",
    "PE": "Athletics, Physical Education and Recreation",
    "RES": "Supplemental Resources",
    "STS": "Science, Technology, and Society",
    "WGS": "Women's and Gender Studies",
    "ART": "Arts and Design",
    "BIO": "Biology",
    "CHM": "Chemistry",
    "CS": "Computing",
    "ECO": "Economics",
    "EDU": "Education",
    "ENG": "Engineering",
    "ENV": "Environment and Earth Science",
    "HEA": "Health",
    "HIS": "History",
    "LIT": "Languages and Literature",
    "MAT": "Mathematics",
    "PHI": "Philosophy",
    "PHY": "Physics",
    "SOC": "Social Science",
}


def department(department_id: str) -> Department:
    """The department, made when it is new; one that we cannot name is called by its code."""
    name = NAMES.get(department_id, department_id)
    known, _ = Department.objects.get_or_create(
        department_id=department_id[:20],
        defaults={"name": name, "slug": slug_for(f"{name} {department_id}", length=200)},
    )
    return known
